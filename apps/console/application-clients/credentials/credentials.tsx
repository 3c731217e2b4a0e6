import { Button, Group, Stack, Text } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { serverMetadataQuery } from '../../api/server-metadata.js';
import { allApisQuery } from '../../apis/all-apis.js';
import { Card } from '../../elements/card.js';
import { LeaveGuard } from '../../elements/leave-guard.js';
import { PageHeader } from '../../elements/page-header.js';
import { ProblemDisplay } from '../../elements/problem-display.js';
import { clientPage, paths } from '../../paths.js';
import { KeySteps } from './key-steps.js';
import { SecretOnce } from './secret-once.js';
import { TargetSelect } from './target-select.js';
import { targetsOf, tokenAnswer, tokenRequest } from './token-request.js';
import { TryIt } from './try-it.js';

interface Props {
  readonly client: ApplicationClient;
  /** Absent where it authenticates with keys. */
  readonly secret: string | undefined;
}

/** What a new client is to be given to, and how to use it. */
export function Credentials({ client, secret }: Props) {
  const server = useQuery(serverMetadataQuery);
  const { data: apis = [] } = useQuery(allApisQuery);
  const [target, setTarget] = useState(targetsOf(client)[0]!);
  const [isTaken, setTaken] = useState(secret === undefined);

  const request = server.data && tokenRequest(client, target, server.data);
  const onTaken = () => setTaken(true);
  return (
    <>
      <PageHeader
        title={secret === undefined ? 'Client ID' : 'Client ID and Client Secret'}
        within={[{ label: 'API' }, { label: 'Application Clients', path: paths.applicationClients }]}
        appearsInPlace
      />
      <Stack gap="lg" maw={800}>
        <Text>
          <strong>{client.name}</strong> is there, and can get tokens from this moment on.
        </Text>
        {secret !== undefined && (
          <Card title="Take these along">
            <SecretOnce clientId={client.client_id} secret={secret} request={request} onTaken={onTaken} />
          </Card>
        )}
        <Card title="Try it">
          <Stack>
            {client.allowed_addresses.length > 0 && (
              <Text size="sm">
                It may come from {client.allowed_addresses.join(', ')} alone: try it from there.
              </Text>
            )}
            <TargetSelect client={client} target={target} onChange={setTarget} />
            {server.error && <ProblemDisplay error={server.error} onRetry={() => void server.refetch()} />}
            {request &&
              (secret === undefined ? (
                <KeySteps client={client} request={request} />
              ) : (
                <TryIt
                  request={request}
                  secret={secret}
                  answer={tokenAnswer(client, target, apis)}
                  onTaken={onTaken}
                />
              ))}
          </Stack>
        </Card>
        <Group>
          <Button component={Link} to={clientPage(client.client_id)}>
            Done
          </Button>
        </Group>
      </Stack>
      {!isTaken && (
        <LeaveGuard title="The secret is not copied yet" leave="Leave without it">
          <Text size="sm">
            Once you leave, nobody can see it again. The client would need another secret before it gets a
            token.
          </Text>
        </LeaveGuard>
      )}
    </>
  );
}
