import { List, Stack, Text } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { useQuery } from '@tanstack/react-query';
import { DateDisplay } from '../../elements/date-display.js';
import { ProblemDisplay } from '../../elements/problem-display.js';
import { secretsQuery } from '../client-query.js';

interface Props {
  readonly client: ApplicationClient;
}

/** What stops working with a client, and whether somebody will notice. */
export function WhatEnds({ client }: Props) {
  const { client_id, last_used_at, token_endpoint_auth_method } = client;
  const { data: secrets, error, refetch } = useQuery(secretsQuery(client_id));
  const hasKeys = token_endpoint_auth_method === 'private_key_jwt';
  return (
    <Stack gap="xs">
      <Text size="sm">
        {last_used_at === null ? (
          'It has never been used.'
        ) : (
          <>
            It was last used <DateDisplay time={last_used_at} />: what still uses it stops working.
          </>
        )}
      </Text>
      <List size="sm" spacing={4}>
        <List.Item>
          {hasKeys ? 'Its keys' : secrets === undefined ? 'Its secrets' : secretsInWords(secrets.length)}{' '}
          {!hasKeys && secrets?.length === 1 ? 'is' : 'are'} refused at once, everywhere.
        </List.Item>
        <List.Item>
          Its tokens end at once, everywhere that asks Postern. An API that only checks signatures takes them
          until they expire.
        </List.Item>
        <List.Item>It cannot be brought back; another one has another client ID.</List.Item>
      </List>
      {error && <ProblemDisplay error={error} onRetry={() => void refetch()} />}
    </Stack>
  );
}

function secretsInWords(count: number): string {
  if (count === 0) return 'Its secrets, of which none is live,';
  return count === 1 ? 'Its one live secret' : `Its ${count} live secrets`;
}
