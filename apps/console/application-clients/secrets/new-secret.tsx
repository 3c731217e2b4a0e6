import { Button, Group, Stack, Text } from '@mantine/core';
import type { ApplicationClient, SecretFacts } from '@postern/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { serverMetadataQuery } from '../../api/server-metadata.js';
import { CodeBlock } from '../../elements/code-block.js';
import { Dialog } from '../../elements/dialog.js';
import { LeaveGuard } from '../../elements/leave-guard.js';
import { curlCommand } from '../credentials/curl.js';
import { SecretOnce } from '../credentials/secret-once.js';
import { TargetSelect } from '../credentials/target-select.js';
import { targetsOf, tokenRequest } from '../credentials/token-request.js';
import { NewSecretForm } from './new-secret-form.js';

interface Props {
  readonly client: ApplicationClient;
  /** The live secrets that there are. */
  readonly others: readonly SecretFacts[];
  readonly onShown: (isShown: boolean) => void;
  readonly onClose: () => void;
}

/** Gives a client another secret, and shows it once. */
export function NewSecret({ client, others, onShown, onClose }: Props) {
  const { data: server } = useQuery(serverMetadataQuery);
  const [added, setAdded] = useState<{ secret: string; ofOthers: string }>();
  const [target, setTarget] = useState(targetsOf(client)[0]!);
  const [isTaken, setTaken] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [before] = useState(others);
  const isAtRisk = added !== undefined && !isTaken;
  const request = server && tokenRequest(client, target, server);

  useEffect(() => {
    onShown(isAtRisk);
    return () => onShown(false);
  }, [isAtRisk, onShown]);

  return (
    <Dialog
      opened
      title={added ? 'The new Client Secret' : `New secret for ${client.name}`}
      onClose={() => (isAtRisk ? setLeaving(true) : onClose())}
      busy={isBusy}
      size="lg"
    >
      {added === undefined ? (
        <NewSecretForm
          client={client}
          others={before}
          onBusy={setBusy}
          onAdded={({ client_secret: secret }, ofOthers) => setAdded({ secret, ofOthers })}
          onCancel={onClose}
        />
      ) : isLeaving ? (
        <Stack>
          <Text size="sm">The secret is not copied yet. Once this is closed, nobody can see it again.</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Close without it
            </Button>
            <Button data-autofocus onClick={() => setLeaving(false)}>
              Back to the secret
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack>
          <SecretOnce
            clientId={client.client_id}
            secret={added.secret}
            request={request}
            onTaken={() => setTaken(true)}
          />
          <TargetSelect client={client} target={target} onChange={setTarget} />
          {request && (
            <Stack gap="xs">
              <Text size="sm">Try it in a terminal:</Text>
              <CodeBlock
                code={curlCommand(request, added.secret)}
                what="curl command"
                wrap
                onCopied={() => setTaken(true)}
              />
            </Stack>
          )}
          {added.ofOthers !== '' && <Text size="sm">{added.ofOthers}</Text>}
          <Group justify="flex-end">
            <Button onClick={() => (isAtRisk ? setLeaving(true) : onClose())}>Done</Button>
          </Group>
        </Stack>
      )}
      {isAtRisk && (
        <LeaveGuard title="The secret is not copied yet" leave="Leave without it">
          <Text size="sm">Once you leave, nobody can see it again.</Text>
        </LeaveGuard>
      )}
    </Dialog>
  );
}
