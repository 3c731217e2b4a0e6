import { Select } from '@mantine/core';
import { MANAGEMENT_AUDIENCE, type Api } from '@postern/contracts';
import { DEFAULT_API } from '../access/access.js';
import { apiName } from '../access/api-names.js';

interface Props {
  /** Absent while they are not read. */
  readonly apis: readonly Api[] | undefined;
  readonly chosen: readonly string[];
  readonly onAdd: (audience: string) => void;
}

/** Chooses an API that the client is to call. */
export function AddApi({ apis = [], chosen, onAdd }: Props) {
  const free = (audience: string) => !chosen.includes(audience);
  const registered = apis
    .filter(({ audience, built_in }) => !built_in && free(audience))
    .map(({ audience, name }) => ({ value: audience, label: `${name} (${audience})` }));
  const alwaysThere = [
    { value: DEFAULT_API, label: `${apiName(DEFAULT_API)}: scopes that no API registers` },
    { value: MANAGEMENT_AUDIENCE, label: apiName(MANAGEMENT_AUDIENCE) },
  ].filter(({ value }) => free(value));
  if (registered.length + alwaysThere.length === 0) return null;
  return (
    <Select
      label={chosen.length === 0 ? 'API' : 'Another API'}
      placeholder="Choose an API"
      value={null}
      searchable
      selectFirstOptionOnChange
      nothingFoundMessage="No API is called so"
      data={[
        { group: 'Registered', items: registered },
        { group: 'Always there', items: alwaysThere },
      ].filter(({ items }) => items.length > 0)}
      onChange={(audience) => audience !== null && onAdd(audience)}
    />
  );
}
