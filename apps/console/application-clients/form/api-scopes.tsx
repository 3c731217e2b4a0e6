import { Checkbox, Stack, Text } from '@mantine/core';
import { MANAGEMENT_AUDIENCE, type Api } from '@postern/contracts';
import type { Access } from '../access/access.js';
import { apiName } from '../access/api-names.js';
import { ApiBlock } from './api-block.js';

/** From so many on there is a box for all of them. */
const MANY = 4;

interface Props {
  readonly access: Access;
  /** Absent while it is not read, or where it is not registered any more. */
  readonly api: Api | undefined;
  readonly autoFocus: boolean;
  readonly onChange: (scopes: readonly string[]) => void;
  readonly onRemove: () => void;
}

/** What a client may do at a registered API, or at the management API. */
export function ApiScopes({ access, api, autoFocus, onChange, onRemove }: Props) {
  const { audience, scopes } = access;
  const known = api?.scopes ?? [];
  const strays = scopes.filter((scope) => !known.some(({ name }) => name === scope));
  const all = [...known, ...strays.map((name) => ({ name, description: '' }))];
  const names = all.map(({ name }) => name);
  // Nobody needs all of the management API by accident.
  const hasAll = all.length >= MANY && audience !== MANAGEMENT_AUDIENCE;
  return (
    <ApiBlock name={api?.name ?? apiName(audience)} about={audience} onRemove={onRemove}>
      <Stack gap="xs">
        {hasAll && (
          <Checkbox
            label="All of them"
            autoFocus={autoFocus}
            checked={scopes.length === all.length}
            indeterminate={scopes.length > 0 && scopes.length < all.length}
            onChange={(event) => onChange(event.currentTarget.checked ? names : [])}
          />
        )}
        {all.map(({ name, description }, index) => (
          <Checkbox
            key={name}
            label={<code>{name}</code>}
            description={description}
            autoFocus={autoFocus && !hasAll && index === 0}
            checked={scopes.includes(name)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? names.filter((other) => other === name || scopes.includes(other))
                  : scopes.filter((other) => other !== name),
              )
            }
          />
        ))}
        {scopes.length === 0 && (
          <Text size="sm" c="dimmed">
            {all.length === 0 ? 'This API has no scopes. ' : ''}
            With none chosen, the client gets tokens for this API that have no scopes.
          </Text>
        )}
      </Stack>
    </ApiBlock>
  );
}
