import { Button, Text } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '../../elements/confirm.js';
import { DateDisplay } from '../../elements/date-display.js';
import { ProblemDisplay } from '../../elements/problem-display.js';
import { useTell } from '../../elements/use-tell.js';
import { useClientChanged } from '../use-client-changed.js';
import { changeClient } from './save-client.js';
import { Way } from './way.js';

interface Props {
  readonly client: ApplicationClient;
}

const OUTCOMES = {
  disabled: 'is disabled. It gets no tokens, and those that it had have ended.',
  active: 'is enabled. It can get tokens again; those of before have ended.',
};

/** Shuts a client out for a while, and lets it in again. */
export function DisableClient({ client }: Props) {
  const tell = useTell();
  const tellChanged = useClientChanged(client.client_id);
  const [isAsked, setAsked] = useState(false);
  const change = useMutation({
    mutationFn: (status: ApplicationClient['status']) => changeClient(client.client_id, { status }),
    onSuccess: (changed) => {
      setAsked(false);
      tell(`${changed.name} ${OUTCOMES[changed.status]}`);
      void tellChanged(changed);
    },
  });
  if (client.status === 'disabled') {
    return (
      <Way text="It is disabled, and gets no tokens. Enabled, it can get new ones.">
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate('active')}>
          Enable
        </Button>
        {change.error && <ProblemDisplay error={change.error} />}
      </Way>
    );
  }
  return (
    <Way text="It gets no tokens, and those that it has end at once, until you enable it again.">
      <Button
        variant="default"
        onClick={() => {
          change.reset();
          setAsked(true);
        }}
      >
        Disable
      </Button>
      <Confirm
        opened={isAsked}
        title={`Disable ${client.name}?`}
        action="Disable"
        busy={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate('disabled')}
        onClose={() => setAsked(false)}
      >
        <Text size="sm">
          {client.last_used_at === null ? (
            'It has never been used.'
          ) : (
            <>
              It was last used <DateDisplay time={client.last_used_at} />: what still uses it stops working.
            </>
          )}{' '}
          Its secrets stay, and work again when you enable it. Its tokens end for good.
        </Text>
      </Confirm>
    </Way>
  );
}
