import { VisuallyHidden } from '@mantine/core';
import type { ListedClient } from '@postern/contracts';
import { Head, ListTable } from '../elements/list-table.js';
import { ClientRow } from './client-row.js';
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

/** The application clients of one page, with the order that they are in. */
export function ClientsTable({ clients, isStale, order, onOrder }: Props) {
  const head = { order, onOrder };
  return (
    <ListTable
      label="Application clients"
      columns={7}
      isStale={isStale}
      head={
        <>
          <SortableHead field="name" {...head}>
            Name
          </SortableHead>
          <Head>Client ID</Head>
          <Head>Status</Head>
          <Head>Scopes</Head>
          <SortableHead field="created_at" {...head}>
            Created
          </SortableHead>
          <SortableHead field="last_used_at" {...head}>
            Last used
          </SortableHead>
          <Head>
            <VisuallyHidden>Actions</VisuallyHidden>
          </Head>
        </>
      }
    >
      {clients?.map((client) => (
        <ClientRow key={client.client_id} client={client} />
      ))}
    </ListTable>
  );
}
