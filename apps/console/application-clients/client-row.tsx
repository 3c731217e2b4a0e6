import { Group } from '@mantine/core';
import type { ListedClient } from '@postern/contracts';
import { DateDisplay } from '../elements/date-display.js';
import { Identifier } from '../elements/identifier.js';
import { Cell, Row, RowHead, RowLink } from '../elements/list-table.js';
import { None } from '../elements/none.js';
import { Notable } from '../elements/notable.js';
import { ScopeList } from '../elements/scope-list.js';
import { useNow } from '../elements/use-now.js';
import { clientPage } from '../paths.js';
import { ClientActions } from './client-actions.js';
import { clientMarks } from './client-marks.js';
import { ClientStatus } from './client-status.js';

const MOST_SCOPES = 1;

interface Props {
  readonly client: ListedClient;
}

/** One application client among many. */
export function ClientRow({ client }: Props) {
  const now = useNow();
  const scopes = [...client.scopes, ...client.grants.flatMap((grant) => grant.scopes)];
  return (
    <Row>
      <RowHead>
        <RowLink to={clientPage(client.client_id)}>{client.name}</RowLink>
        <Group gap={6}>
          {clientMarks(client, now).map(({ kind, text }) => (
            <Notable key={kind} urgent={kind === 'expiring'}>
              {text}
            </Notable>
          ))}
        </Group>
      </RowHead>
      <Cell label="Client ID">
        <Identifier text={client.client_id} what={`client ID of ${client.name}`} />
      </Cell>
      <Cell label="Status">
        <ClientStatus status={client.status} />
      </Cell>
      <Cell label="Scopes">
        {scopes.length > 0 ? <ScopeList scopes={[...new Set(scopes)]} most={MOST_SCOPES} /> : <None />}
      </Cell>
      <Cell label="Created">
        <DateDisplay time={client.created_at} />
      </Cell>
      <Cell label="Last used">
        {client.last_used_at === null ? <None>Never</None> : <DateDisplay time={client.last_used_at} />}
      </Cell>
      <Cell label="Actions">
        <ClientActions client={client} />
      </Cell>
    </Row>
  );
}
