import { Button, Group, Stack } from '@mantine/core';
import type { ApplicationClient } from '@postern/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { ChangedMeanwhile } from '../../elements/changed-meanwhile.js';
import { ProblemDisplay } from '../../elements/problem-display.js';
import { Saved } from '../../elements/saved.js';
import { UnsavedChanges } from '../../elements/unsaved-changes.js';
import { useEditForm } from '../../elements/use-edit-form.js';
import { clientQuery } from '../client-query.js';
import { useClientChanged } from '../use-client-changed.js';
import { ClientFields } from '../form/client-fields.js';
import { CLIENT_FORM } from '../form/client-form.js';
import { valuesOf } from '../form/client-values.js';
import { valuesInWords } from '../form/values-in-words.js';
import { saveClient } from './save-client.js';
import { SecretsEnd } from './secrets-end.js';

interface Props {
  readonly client: ApplicationClient;
  /** Whether something else asks already who leaves. */
  readonly mayLeave: boolean;
}

/** Changes a client. */
export function ClientEditor({ client, mayLeave }: Props) {
  const queries = useQueryClient();
  const tellChanged = useClientChanged(client.client_id);
  const read = () => queries.query({ ...clientQuery(client.client_id), staleTime: 0 });
  const { form, submit, saving, saved, problem, meanwhile } = useEditForm({
    ...CLIENT_FORM,
    thing: client,
    valuesOf,
    refresh: () => tellChanged(),
    save: (wanted) => saveClient({ seen: client, wanted, read }),
    onSaved: (changed) => void tellChanged(changed),
  });
  const isDirty = form.isDirty();
  const endsSecrets =
    client.token_endpoint_auth_method === 'client_secret_basic' &&
    form.values.token_endpoint_auth_method === 'private_key_jwt';
  return (
    <form onSubmit={submit} noValidate>
      {isDirty && !mayLeave && <UnsavedChanges />}
      <Stack gap="lg">
        <ClientFields form={form} />
        <ChangedMeanwhile meanwhile={meanwhile} inWords={valuesInWords} onTakeTheirs={form.setValues} />
        {problem && <ProblemDisplay error={problem} />}
        <Group>
          {endsSecrets ? (
            <SecretsEnd client={client} saving={saving} />
          ) : (
            <Button type="submit" loading={saving}>
              Save
            </Button>
          )}
          <Saved when={saved !== undefined && !isDirty} />
        </Group>
      </Stack>
    </form>
  );
}
