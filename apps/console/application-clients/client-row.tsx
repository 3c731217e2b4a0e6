import { Group, Table, Text } from '@mantine/core';
import type { ListedClient } from '@postern/contracts';
import { CopyButton } from '../elements/copy-button.js';
import { DateDisplay } from '../elements/date-display.js';
import { ScopeList } from '../elements/scope-list.js';
import { useNow } from '../elements/use-now.js';
import { clientMarks } from './client-marks.js';
import { ClientStatus } from './client-status.js';
import classes from './clients-table.module.css';

const MOST_SCOPES = 1;

interface Props {
  readonly client: ListedClient;
}

/** One application client among many. */
export function ClientRow({ client }: Props) {
  const now = useNow();
  const scopes = [...client.scopes, ...client.grants.flatMap((grant) => grant.scopes)];
  return (
    <Table.Tr role="row">
      <Table.Th role="rowheader" scope="row" className={classes['name']}>
        <Text span fw={600} size="sm">
          {client.name}
        </Text>
        <Group gap={6}>
          {clientMarks(client, now).map(({ kind, text }) => (
            <span key={kind} className={classes['mark']} data-kind={kind}>
              {text}
            </span>
          ))}
        </Group>
      </Table.Th>
      <Table.Td role="cell" data-label="Client ID">
        <Group gap={4} wrap="nowrap" className={classes['id']}>
          <code>{client.client_id}</code>
          <CopyButton text={client.client_id} what={`client ID of ${client.name}`} />
        </Group>
      </Table.Td>
      <Table.Td role="cell" data-label="Status">
        <ClientStatus status={client.status} />
      </Table.Td>
      <Table.Td role="cell" data-label="Scopes">
        {scopes.length > 0 ? (
          <ScopeList scopes={[...new Set(scopes)]} most={MOST_SCOPES} />
        ) : (
          <Text span c="dimmed" size="sm">
            None
          </Text>
        )}
      </Table.Td>
      <Table.Td role="cell" data-label="Created">
        <DateDisplay time={client.created_at} />
      </Table.Td>
      <Table.Td role="cell" data-label="Last used">
        {client.last_used_at === null ? (
          <Text span c="dimmed" size="sm">
            Never
          </Text>
        ) : (
          <DateDisplay time={client.last_used_at} />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
