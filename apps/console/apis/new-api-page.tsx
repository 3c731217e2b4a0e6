import { Button, Group, Stack } from '@mantine/core';
import { createApi, newApi } from '@postern/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { IdempotencyKeys } from '../api/idempotency-keys.js';
import { request } from '../api/request.js';
import { Card } from '../elements/card.js';
import { NotForYourRole } from '../elements/not-for-your-role.js';
import { notice } from '../elements/notice.js';
import { PageHeader } from '../elements/page-header.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { UnsavedChanges } from '../elements/unsaved-changes.js';
import { useContractForm } from '../elements/use-contract-form.js';
import { apiPage, paths } from '../paths.js';
import { useMay } from '../session/use-administrator.js';
import { NameAndDescription, ScopesAndLifetime } from './api-fields.js';
import { API_LABELS, type ApiValues } from './api-values.js';
import { apiQuery, APIS_KEY } from './apis-query.js';
import { AudienceInput } from './audience-input.js';

const NOTHING_YET: ApiValues & { audience: string } = {
  name: '',
  description: '',
  audience: '',
  scopes: [],
  token_lifetime_seconds: 3_600,
};

/** API > APIs > Add API. */
export function Component() {
  const may = useMay();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [keys] = useState(() => new IdempotencyKeys());
  const { form, submit, saving, problem } = useContractForm({
    schema: newApi,
    initialValues: NOTHING_YET,
    labels: { ...API_LABELS, audience: 'Audience' },
    save: (body) =>
      request({
        method: 'POST',
        path: '/v1/apis',
        body,
        idempotencyKey: keys.for(body),
        reply: createApi.reply,
      }),
    onSaved: (api) => {
      queryClient.setQueryData(apiQuery(api.api_id).queryKey, api);
      void queryClient.invalidateQueries({ queryKey: [...APIS_KEY, 'list'] });
      void navigate(apiPage(api.api_id), {
        replace: true,
        state: notice(`${api.name} is added. Application clients can be granted its scopes now.`),
      });
    },
    blame: ({ code }) =>
      code === 'audience_taken' ? [{ field: 'audience', message: 'is that of another API' }] : [],
  });
  const header = (
    <PageHeader title="Add API" within={[{ label: 'API' }, { label: 'APIs', path: paths.apis }]} />
  );
  if (!may('apis:write'))
    return (
      <>
        {header}
        <NotForYourRole doing="add" what="APIs" />
      </>
    );
  return (
    <>
      {header}
      {form.isDirty() && <UnsavedChanges />}
      <form onSubmit={submit} noValidate>
        <Stack gap="lg" maw={760}>
          <Card title="What it is">
            <Stack>
              <NameAndDescription form={form} />
              <AudienceInput {...form.getInputProps('audience')} />
            </Stack>
          </Card>
          <Card title="Its tokens">
            <Stack>
              <ScopesAndLifetime form={form} />
            </Stack>
          </Card>
          {problem && <ProblemDisplay error={problem} />}
          <Group>
            <Button type="submit" loading={saving}>
              Add API
            </Button>
            <Button component={Link} to={paths.apis} variant="default">
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </>
  );
}
