import { Button, Group, Stack } from '@mantine/core';
import { createAdministrator, newAdministrator } from '@postern/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { IdempotencyKeys } from '../api/idempotency-keys.js';
import { request } from '../api/request.js';
import { Card } from '../elements/card.js';
import { NotForYourRole } from '../elements/not-for-your-role.js';
import { PageHeader } from '../elements/page-header.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { UnsavedChanges } from '../elements/unsaved-changes.js';
import { useContractForm } from '../elements/use-contract-form.js';
import { paths } from '../paths.js';
import { useMay } from '../session/use-administrator.js';
import { AdministratorFields } from './administrator-fields.js';
import { ADMINISTRATOR_LABELS, blameField, type AdministratorValues } from './administrator-values.js';
import { ADMINISTRATORS_KEY } from './administrators-query.js';
import { fullName } from './full-name.js';
import { TemporaryPassword } from './temporary-password.js';

const NOBODY_YET: AdministratorValues = { first_name: '', last_name: '', email: '', role: 'administrator' };

/** System > Administrators > Add administrator. */
export function Component() {
  const may = useMay();
  const queryClient = useQueryClient();
  const [keys] = useState(() => new IdempotencyKeys());
  const { form, submit, saving, saved, problem } = useContractForm({
    schema: newAdministrator,
    initialValues: NOBODY_YET,
    labels: ADMINISTRATOR_LABELS,
    save: (body) =>
      request({
        method: 'POST',
        path: '/v1/administrators',
        body,
        idempotencyKey: keys.for(body),
        reply: createAdministrator.reply,
      }),
    onSaved: () => void queryClient.invalidateQueries({ queryKey: [...ADMINISTRATORS_KEY, 'list'] }),
    blame: blameField,
  });
  const within = [{ label: 'System' }, { label: 'Administrators', path: paths.administrators }];
  if (saved)
    return (
      <>
        <PageHeader key="added" title={`${fullName(saved)} is added`} within={within} appearsInPlace />
        <TemporaryPassword administrator={saved} password={saved.temporary_password} />
      </>
    );
  if (!may('administrators:write'))
    return (
      <>
        <PageHeader title="Add administrator" within={within} />
        <NotForYourRole doing="add" what="administrators" />
      </>
    );
  return (
    <>
      <PageHeader title="Add administrator" within={within} />
      {form.isDirty() && <UnsavedChanges />}
      <form onSubmit={submit} noValidate>
        <Stack gap="lg" maw={640}>
          <Card title="Who it is">
            <Stack>
              <AdministratorFields form={form} />
            </Stack>
          </Card>
          {problem && <ProblemDisplay error={problem} />}
          <Group>
            <Button type="submit" loading={saving}>
              Add administrator
            </Button>
            <Button component={Link} to={paths.administrators} variant="default">
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </>
  );
}
