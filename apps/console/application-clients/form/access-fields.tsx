import { Input, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { allApisQuery } from '../../apis/all-apis.js';
import { ProblemDisplay } from '../../elements/problem-display.js';
import { DEFAULT_API, type Access } from '../access/access.js';
import { AddApi } from './add-api.js';
import { ApiScopes } from './api-scopes.js';
import { FreeScopes } from './free-scopes.js';
import type { ClientForm } from './client-form.js';

interface Props {
  readonly form: ClientForm;
}

/** At which APIs a client may do what. */
export function AccessFields({ form }: Props) {
  const { data: apis, error, refetch } = useQuery(allApisQuery);
  const [added, setAdded] = useState<string>();
  const { access } = form.values;
  const problem = form.errors['grants'] ?? form.errors['scopes'];

  function change(next: readonly Access[]): void {
    form.setFieldValue('access', next);
    form.clearFieldError('grants');
    form.clearFieldError('scopes');
  }
  const partOf = (one: Access) => ({
    access: one,
    autoFocus: one.audience === added,
    onChange: (scopes: readonly string[]) =>
      change(access.map((other) => (other.audience === one.audience ? { ...one, scopes } : other))),
    onRemove: () => change(access.filter((other) => other.audience !== one.audience)),
  });

  return (
    <Stack gap="sm" data-path={form.errors['scopes'] === undefined ? 'grants' : 'scopes'} tabIndex={-1}>
      {access.length === 0 && (
        <Text size="sm">
          Nothing yet. Choose an API, then what the client may do there. Without any it gets tokens that have
          no scopes.
        </Text>
      )}
      {access.map((one) =>
        one.audience === DEFAULT_API ? (
          <FreeScopes key={one.audience} {...partOf(one)} />
        ) : (
          <ApiScopes
            key={one.audience}
            api={apis?.find(({ audience }) => audience === one.audience)}
            {...partOf(one)}
          />
        ),
      )}
      {problem !== undefined && <Input.Error role="alert">{problem}</Input.Error>}
      {error && <ProblemDisplay error={error} onRetry={() => void refetch()} />}
      <AddApi
        apis={apis}
        chosen={access.map(({ audience }) => audience)}
        onAdd={(audience) => {
          setAdded(audience);
          change([...access, { audience, scopes: [] }]);
        }}
      />
    </Stack>
  );
}
