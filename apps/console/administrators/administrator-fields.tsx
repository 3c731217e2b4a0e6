import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { AdministratorValues } from './administrator-values.js';
import { ROLES } from './roles.js';

interface Props {
  readonly form: UseFormReturnType<AdministratorValues>;
}

/** Who it is, and what they may do. */
export function AdministratorFields({ form }: Props) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="First name" autoComplete="off" {...form.getInputProps('first_name')} />
        <TextInput label="Last name" autoComplete="off" {...form.getInputProps('last_name')} />
      </SimpleGrid>
      <TextInput
        label="Email"
        description="They sign in with it."
        type="email"
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps('email')}
      />
      <NativeSelect
        label="Role"
        description="An administrator may do everything here. A viewer may look at everything, and change nothing."
        data={Object.entries(ROLES).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('role')}
      />
    </>
  );
}
