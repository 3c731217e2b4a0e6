import { Button, Text } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { nothing } from '../../api/nothing.js';
import { request } from '../../api/request.js';
import { Confirm } from '../../elements/confirm.js';
import { useTell } from '../../elements/use-tell.js';
import { clientPath } from '../client-query.js';
import { useClientChanged } from '../use-client-changed.js';
import { Way } from './way.js';

interface Props {
  readonly client: ApplicationClient;
}

/** Ends the tokens of a client, and nothing else of it. */
export function RevokeTokens({ client }: Props) {
  const tell = useTell();
  const tellChanged = useClientChanged(client.client_id);
  const [isAsked, setAsked] = useState(false);
  const revocation = useMutation({
    mutationFn: () => {
      const path = `${clientPath(client.client_id)}/revoke-tokens`;
      return request({ method: 'POST', path, body: {}, reply: nothing });
    },
    onSuccess: () => {
      setAsked(false);
      tell(`All tokens of ${client.name} are revoked. It can get new ones.`);
      void tellChanged();
    },
  });
  return (
    <Way text="Its tokens end at once; with its secrets it can get new ones. For tokens that leaked.">
      <Button
        variant="default"
        onClick={() => {
          revocation.reset();
          setAsked(true);
        }}
      >
        Revoke all tokens
      </Button>
      <Confirm
        opened={isAsked}
        title={`Revoke all tokens of ${client.name}?`}
        action="Revoke all tokens"
        busy={revocation.isPending}
        error={revocation.error}
        onConfirm={() => revocation.mutate()}
        onClose={() => setAsked(false)}
      >
        <Text size="sm">
          They end at once, everywhere that asks Postern. Programs that keep a token until it expires fail
          until they get a new one. An API that only checks signatures takes the old ones until they expire.
        </Text>
      </Confirm>
    </Way>
  );
}
