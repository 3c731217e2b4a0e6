import { Stack } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { useQuery } from '@tanstack/react-query';
import { serverMetadataQuery } from '../../api/server-metadata.js';
import { Card } from '../../elements/card.js';
import { DateDisplay } from '../../elements/date-display.js';
import { Fact, Facts } from '../../elements/facts.js';
import { Identifier } from '../../elements/identifier.js';
import { None } from '../../elements/none.js';
import { ClientStatus } from '../client-status.js';

interface Props {
  readonly client: ApplicationClient;
}

/** What a client is known by, and how it is. */
export function ClientFacts({ client }: Props) {
  const { data: server } = useQuery(serverMetadataQuery);
  return (
    <Card title="About it">
      <Stack gap="md">
        <Facts>
          <Fact label="Client ID">
            <Identifier text={client.client_id} what="client ID" />
          </Fact>
          {server && (
            <Fact label="Token URL">
              <Identifier text={server.token_endpoint} what="token URL" />
            </Fact>
          )}
        </Facts>
        <Facts short>
          <Fact label="Status">
            <ClientStatus status={client.status} />
          </Fact>
          <Fact label="Last used">
            {client.last_used_at === null ? <None>Never</None> : <DateDisplay time={client.last_used_at} />}
          </Fact>
          <Fact label="Created">
            <DateDisplay time={client.created_at} />
          </Fact>
          <Fact label="Changed last">
            <DateDisplay time={client.updated_at} />
          </Fact>
        </Facts>
      </Stack>
    </Card>
  );
}
