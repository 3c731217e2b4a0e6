import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { MOST_SECRETS, type ApplicationClient } from '@postern/contracts';
import { useQuery } from '@tanstack/react-query';
import { mdiPlus } from '@mdi/js';
import { useState } from 'react';
import { Icon } from '../../elements/icon.js';
import { Card } from '../../elements/card.js';
import { ProblemDisplay } from '../../elements/problem-display.js';
import { secretsQuery } from '../client-query.js';
import { NewSecret } from './new-secret.js';
import { SecretItem } from './secret-item.js';
import classes from './secrets.module.css';

interface Props {
  readonly client: ApplicationClient;
  readonly mayWrite: boolean;
  /** Whether a secret is shown that nobody has copied. */
  readonly onSecretShown: (isShown: boolean) => void;
}

/** The secrets of a client: several at a time, so that one can be changed without an outage. */
export function SecretsCard({ client, mayWrite, onSecretShown }: Props) {
  const [isAdding, setAdding] = useState(false);
  const { data: secrets, error, refetch } = useQuery(secretsQuery(client.client_id));
  if (client.token_endpoint_auth_method === 'private_key_jwt') {
    return (
      <Card title="Client Secrets">
        <Text size="sm">It has none: it authenticates with its own keys.</Text>
      </Card>
    );
  }
  return (
    <Card title="Client Secrets">
      <Stack>
        {error && <ProblemDisplay error={error} onRetry={() => void refetch()} />}
        {secrets === undefined && !error && <Skeleton height={48} role="status" aria-label="Loading" />}
        {secrets?.length === 0 && (
          <Alert color="yellow">It has none, so it gets no tokens. Give it one to let it in.</Alert>
        )}
        {secrets !== undefined && secrets.length > 0 && (
          <ul className={classes['list']}>
            {secrets.map((secret) => (
              <SecretItem
                key={secret.secret_id}
                client={client}
                secret={secret}
                isLast={secrets.length === 1}
                mayWrite={mayWrite}
              />
            ))}
          </ul>
        )}
        {mayWrite && secrets !== undefined && (
          <Group>
            <Button
              variant="default"
              leftSection={<Icon path={mdiPlus} size={16} />}
              onClick={() => setAdding(true)}
            >
              New secret
            </Button>
            {secrets.length >= MOST_SECRETS && (
              <Text size="sm" c="dimmed">
                {MOST_SECRETS} is the most there can be.
              </Text>
            )}
          </Group>
        )}
        {isAdding && secrets !== undefined && (
          <NewSecret
            client={client}
            others={secrets}
            onShown={onSecretShown}
            onClose={() => setAdding(false)}
          />
        )}
      </Stack>
    </Card>
  );
}
