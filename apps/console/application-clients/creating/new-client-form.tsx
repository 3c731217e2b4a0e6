import { Alert, Button, Group, Stack } from '@mantine/core';
import { createClient, type ReplyOf } from '@postern/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { mayHaveHappened } from '../../api/api-error.js';
import { IdempotencyKeys } from '../../api/idempotency-keys.js';
import { queryClient } from '../../api/query-client.js';
import { request } from '../../api/request.js';
import { serverMetadataQuery } from '../../api/server-metadata.js';
import { ProblemDisplay } from '../../elements/problem-display.js';
import { UnsavedChanges } from '../../elements/unsaved-changes.js';
import { useContractForm } from '../../elements/use-contract-form.js';
import { paths } from '../../paths.js';
import { CLIENTS_KEY } from '../clients-query.js';
import { ClientFields } from '../form/client-fields.js';
import { CLIENT_FORM } from '../form/client-form.js';
import { NEW_CLIENT, valuesOf } from '../form/client-values.js';

interface Props {
  readonly onCreated: (created: ReplyOf<typeof createClient>) => void;
}

/** Registers an application client. Asked again after an answer that got lost, it registers no second one. */
export function NewClientForm({ onCreated }: Props) {
  const [keys] = useState(() => new IdempotencyKeys());
  // Read beforehand: what comes after has to be there when the secret is.
  useQuery(serverMetadataQuery);
  const { form, submit, saving, problem } = useContractForm({
    ...CLIENT_FORM,
    initialValues: valuesOf(NEW_CLIENT),
    save: (body) =>
      request({
        method: 'POST',
        path: '/v1/application-clients',
        body,
        reply: createClient.reply,
        idempotencyKey: keys.for(body),
      }),
    onSaved: (created) => {
      void queryClient.invalidateQueries({ queryKey: CLIENTS_KEY });
      onCreated(created);
    },
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg" maw={720}>
        <ClientFields form={form} />
        {problem && <ProblemDisplay error={problem} />}
        {problem && mayHaveHappened(problem) && (
          <Alert>
            Whether the client was added is not known. Save again as it is, within ten minutes: it is added
            once, and you get its one secret.
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={saving}>
            Save
          </Button>
          <Button component={Link} to={paths.applicationClients} variant="default">
            Cancel
          </Button>
        </Group>
      </Stack>
      {form.isDirty() && <UnsavedChanges />}
    </form>
  );
}
