import { Button, Group, Stack } from '@mantine/core';
import { apiChange, type Api } from '@postern/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError } from '../api/api-error.js';
import { Card } from '../elements/card.js';
import { ChangedMeanwhile } from '../elements/changed-meanwhile.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { Saved } from '../elements/saved.js';
import { UnsavedChanges } from '../elements/unsaved-changes.js';
import { useEditForm } from '../elements/use-edit-form.js';
import { NameAndDescription, ScopesAndLifetime } from './api-fields.js';
import { API_LABELS, apiValues } from './api-values.js';
import { apiQuery, APIS_KEY } from './apis-query.js';
import { changeApi } from './change-api.js';
import { TakeScopes, type Taking } from './take-scopes.js';

interface Props {
  readonly api: Api;
  readonly refresh: () => Promise<unknown>;
}

/** Changes an API. What that takes from application clients is asked about first. */
export function ApiEditor({ api, refresh }: Props) {
  const queryClient = useQueryClient();
  const [taking, setTaking] = useState<Taking>();
  const force = useRef(false);
  const { form, submit, saveAgain, saving, saved, problem, meanwhile } = useEditForm({
    schema: apiChange,
    thing: api,
    valuesOf: apiValues,
    labels: API_LABELS,
    refresh,
    save: async (change, expectedVersion) => {
      try {
        return await changeApi(api.api_id, change, { expectedVersion, force: force.current });
      } catch (error) {
        const { code, affectedClients = 0 } = ApiError.from(error);
        const kept = new Set(change.scopes?.map(({ name }) => name));
        const scopes = api.scopes.map(({ name }) => name).filter((name) => !kept.has(name));
        setTaking(code === 'api_in_use' ? { affectedClients, scopes } : undefined);
        throw error;
      } finally {
        force.current = false;
      }
    },
    onSaved: (changed) => {
      setTaking(undefined);
      queryClient.setQueryData(apiQuery(api.api_id).queryKey, changed);
      void queryClient.invalidateQueries({ queryKey: [...APIS_KEY, 'list'] });
    },
  });
  return (
    <Card title="Change this API">
      {form.isDirty() && <UnsavedChanges />}
      <form onSubmit={submit} noValidate>
        <Stack maw={760}>
          <NameAndDescription form={form} />
          <ScopesAndLifetime form={form} />
          <ChangedMeanwhile meanwhile={meanwhile} onTakeTheirs={form.setValues} />
          {problem && problem.code !== 'api_in_use' && <ProblemDisplay error={problem} />}
          <Group>
            <Button type="submit" loading={saving}>
              Save
            </Button>
            <Saved when={saved !== undefined && !form.isDirty()} />
          </Group>
        </Stack>
      </form>
      <TakeScopes
        api={api}
        taking={taking}
        busy={saving}
        onConfirm={() => {
          force.current = true;
          saveAgain();
        }}
        onClose={() => setTaking(undefined)}
      />
    </Card>
  );
}
