import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { allApisQuery } from '../../apis/all-apis.js';
import type { ClientForm } from './client-form.js';

interface Props {
  readonly form: ClientForm;
}

/** Whether the client is the server behind an API, which may ask about the tokens that it gets. */
export function ResourceServerField({ form }: Props) {
  const { data: apis = [] } = useQuery(allApisQuery);
  const { resource_server_for: chosen } = form.values;
  const registered = apis.map(({ audience, name }) => ({ value: audience, label: `${name} (${audience})` }));
  const isKnown = chosen === null || apis.some(({ audience }) => audience === chosen);
  return (
    <Select
      label="Resource server"
      description="For the server behind an API: it may introspect the tokens for that API."
      placeholder="Of no API"
      clearable
      clearButtonProps={{ 'aria-label': 'Of no API' }}
      searchable
      nothingFoundMessage="No API is called so"
      data={isKnown ? registered : [...registered, chosen]}
      {...form.getInputProps('resource_server_for')}
    />
  );
}
