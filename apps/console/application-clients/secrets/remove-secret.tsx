import { Alert, Text } from '@mantine/core';
import type { ApplicationClient, SecretFacts } from '@postern/contracts';
import { useMutation } from '@tanstack/react-query';
import { ApiError } from '../../api/api-error.js';
import { nothing } from '../../api/nothing.js';
import { request } from '../../api/request.js';
import { Confirm } from '../../elements/confirm.js';
import { DateDisplay } from '../../elements/date-display.js';
import { clientPath } from '../client-query.js';
import { useClientChanged } from '../use-client-changed.js';

interface Props {
  readonly client: ApplicationClient;
  readonly secret: SecretFacts;
  readonly isLast: boolean;
  readonly onClose: () => void;
}

/** Ends one secret, once one has seen whether it is still in use. */
export function RemoveSecret({ client, secret, isLast, onClose }: Props) {
  const tellChanged = useClientChanged(client.client_id);
  const removal = useMutation({
    mutationFn: async () => {
      const path = `${clientPath(client.client_id)}/secrets/${secret.secret_id}`;
      try {
        await request({ method: 'DELETE', path, reply: nothing });
      } catch (error) {
        // It is gone, be it by this very removal, the answer to which got lost.
        if (ApiError.from(error).code !== 'not_found') throw error;
      }
    },
    onSuccess: async () => {
      await tellChanged();
      onClose();
    },
  });
  return (
    <Confirm
      opened
      title={`Remove the secret that ends in ${secret.hint}?`}
      action="Remove secret"
      busy={removal.isPending}
      error={removal.error}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        {secret.last_used_at === null ? (
          'It has never been used.'
        ) : (
          <>
            It was last used <DateDisplay time={secret.last_used_at} />: what still uses it gets no token any
            more.
          </>
        )}{' '}
        It is refused at once, everywhere. Tokens that were got with it live on until they expire, or until
        you revoke all tokens.
      </Text>
      {isLast && (
        <Alert color="red" title="It is the last one">
          Without it {client.name} gets no tokens until you give it another.
        </Alert>
      )}
    </Confirm>
  );
}
