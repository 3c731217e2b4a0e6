import { Alert, Button, Group, Stack } from '@mantine/core';
import { administratorChange, updateAdministrator, type Administrator } from '@postern/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { mdiAlertOutline } from '@mdi/js';
import { Icon } from '../elements/icon.js';
import { request } from '../api/request.js';
import { Card } from '../elements/card.js';
import { ChangedMeanwhile } from '../elements/changed-meanwhile.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { Saved } from '../elements/saved.js';
import { UnsavedChanges } from '../elements/unsaved-changes.js';
import { useEditForm } from '../elements/use-edit-form.js';
import { currentSession, setSession } from '../session/current-session.js';
import { useAdministrator } from '../session/use-administrator.js';
import { AdministratorFields } from './administrator-fields.js';
import { ADMINISTRATOR_LABELS, administratorValues, blameField } from './administrator-values.js';
import { administratorPath, administratorQuery, ADMINISTRATORS_KEY } from './administrators-query.js';

interface Props {
  readonly administrator: Administrator;
  readonly refresh: () => Promise<unknown>;
}

/** Changes who an administrator is, and what they may do. */
export function AdministratorEditor({ administrator, refresh }: Props) {
  const { administrator_id: id } = administrator;
  const queryClient = useQueryClient();
  const isMe = useAdministrator().administrator_id === id;
  const { form, submit, saving, saved, problem, meanwhile } = useEditForm({
    schema: administratorChange,
    thing: administrator,
    valuesOf: administratorValues,
    labels: ADMINISTRATOR_LABELS,
    refresh,
    save: (body, expectedVersion) =>
      request({
        method: 'PATCH',
        path: administratorPath(id),
        body,
        expectedVersion,
        reply: updateAdministrator.reply,
      }),
    onSaved: (changed) => {
      queryClient.setQueryData(administratorQuery(id).queryKey, changed);
      void queryClient.invalidateQueries({ queryKey: [...ADMINISTRATORS_KEY, 'list'] });
      const session = currentSession();
      if (isMe && session) setSession({ ...session, administrator: changed });
    },
    blame: blameField,
  });
  const givesUpOwnRole = isMe && administrator.role === 'administrator' && form.values.role === 'viewer';
  return (
    <Card title="Change account">
      {form.isDirty() && <UnsavedChanges />}
      <form onSubmit={submit} noValidate>
        <Stack maw={640}>
          <AdministratorFields form={form} />
          {givesUpOwnRole && (
            <Alert color="yellow" icon={<Icon path={mdiAlertOutline} />} role="status" title="This is you">
              As a viewer you can change nothing any more, from the moment you save; only another
              administrator can give you this role back.
            </Alert>
          )}
          <ChangedMeanwhile meanwhile={meanwhile} onTakeTheirs={form.setValues} />
          {problem && <ProblemDisplay error={problem} />}
          <Group>
            <Button type="submit" loading={saving}>
              {givesUpOwnRole ? 'Save, and become a viewer' : 'Save'}
            </Button>
            <Saved when={saved !== undefined && !form.isDirty()} />
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
