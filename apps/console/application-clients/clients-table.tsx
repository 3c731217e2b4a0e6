import { Skeleton, Table } from '@mantine/core';
import type { ListedClient } from '@postern/contracts';
import { ClientRow } from './client-row.js';
import classes from './clients-table.module.css';
import { SortableHead } from './sortable-head.js';
import type { SortOrder } from './sort-order.js';

interface Props {
  /** Absent while nothing is read yet. */
  readonly clients: readonly ListedClient[] | undefined;
  /** What is shown belongs to another list; the one asked for is on its way. */
  readonly isStale: boolean;
  readonly order: SortOrder;
  readonly onOrder: (order: SortOrder) => void;
}

const SKELETON_ROWS = 8;
const COLUMNS = 6;

/** A row a client; where it is narrow a card each. The roles keep it a table for those who listen to it. */
export function ClientsTable({ clients, isStale, order, onOrder }: Props) {
  const head = { order, onOrder };
  return (
    <div className={classes['frame']} data-stale={isStale || undefined}>
      <Table
        role="table"
        aria-label="Application clients"
        aria-busy={isStale || clients === undefined}
        className={classes['table']}
        verticalSpacing="sm"
        highlightOnHover
      >
        <Table.Thead role="rowgroup" className={classes['head']}>
          <Table.Tr role="row">
            <SortableHead field="name" {...head}>
              Name
            </SortableHead>
            <Table.Th role="columnheader">Client ID</Table.Th>
            <Table.Th role="columnheader">Status</Table.Th>
            <Table.Th role="columnheader">Scopes</Table.Th>
            <SortableHead field="created_at" {...head}>
              Created
            </SortableHead>
            <SortableHead field="last_used_at" {...head}>
              Last used
            </SortableHead>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {clients
            ? clients.map((client) => <ClientRow key={client.client_id} client={client} />)
            : Array.from({ length: SKELETON_ROWS }, (_, row) => (
                <Table.Tr key={row} aria-hidden="true">
                  {Array.from({ length: COLUMNS }, (__, column) => (
                    <Table.Td key={column}>
                      <Skeleton height={14} width={column === 0 ? '80%' : '60%'} my={5} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
