import { Button, Text } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { useState } from 'react';
import { Confirm } from '../../elements/confirm.js';

interface Props {
  readonly client: ApplicationClient;
  readonly saving: boolean;
}

/** Saves, too, but asks first: a client that goes over to keys has no secrets from then on. */
export function SecretsEnd({ client, saving }: Props) {
  const [form, setForm] = useState<HTMLFormElement | null>(null);
  return (
    <>
      <Button loading={saving} onClick={(event) => setForm(event.currentTarget.form)}>
        Save
      </Button>
      <Confirm
        opened={form !== null}
        title="End its secrets?"
        action="Save, and end its secrets"
        busy={saving}
        error={undefined}
        onConfirm={() => {
          form?.requestSubmit();
          setForm(null);
        }}
        onClose={() => setForm(null)}
      >
        <Text size="sm">
          With keys of its own, {client.name} has no secrets any more: they are refused at once, everywhere,
          and going back does not bring them back. Its tokens live on.
        </Text>
      </Confirm>
    </>
  );
}
