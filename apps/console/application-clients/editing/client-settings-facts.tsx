import { Stack } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { Card } from '../../elements/card.js';
import { durationInWords } from '../../elements/durations.js';
import { Fact, Facts } from '../../elements/facts.js';
import { None } from '../../elements/none.js';
import { ScopeList } from '../../elements/scope-list.js';
import { accessOf } from '../access/access.js';
import { useApiNames } from '../access/api-names.js';
import { KeyFacts } from './key-facts.js';

interface Props {
  readonly client: ApplicationClient;
}

/** What is set of a client, for those who may not change it. */
export function ClientSettingsFacts({ client }: Props) {
  const nameOf = useApiNames();
  const access = accessOf(client);
  const { description, token_lifetime_seconds: lifetime, allowed_addresses: addresses } = client;
  return (
    <Stack gap="lg">
      <Card title="What it may do">
        {access.length === 0 ? (
          <None>Nothing: its tokens have no scopes.</None>
        ) : (
          <Facts>
            {access.map(({ audience, scopes }) => (
              <Fact key={audience} label={nameOf(audience)}>
                {scopes.length === 0 ? <None>No scopes</None> : <ScopeList scopes={scopes} />}
              </Fact>
            ))}
          </Facts>
        )}
      </Card>
      <Card title="Settings">
        <Facts>
          <Fact label="Description">{description === '' ? <None /> : description}</Fact>
          <Fact label="Token lifetime">
            {lifetime === null ? 'As the API says' : durationInWords(lifetime)}
          </Fact>
          <Fact label="Allowed addresses">
            {addresses.length === 0 ? 'Everywhere' : addresses.join(', ')}
          </Fact>
          <Fact label="Authentication">
            <KeyFacts client={client} />
          </Fact>
          <Fact label="Resource server">
            {client.resource_server_for === null ? (
              <None>Of no API</None>
            ) : (
              nameOf(client.resource_server_for)
            )}
          </Fact>
        </Facts>
      </Card>
    </Stack>
  );
}
