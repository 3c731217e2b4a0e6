import { Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { LifetimeInput } from '../elements/lifetime-input.js';
import type { ApiValues } from './api-values.js';
import { ScopesInput } from './scopes-input.js';

interface Props {
  readonly form: UseFormReturnType<ApiValues>;
}

export function NameAndDescription({ form }: Props) {
  return (
    <>
      <TextInput
        label="Name"
        description="What people call it."
        autoComplete="off"
        maxLength={100}
        {...form.getInputProps('name')}
      />
      <Textarea
        label="Description"
        description="What it is for, and whom to ask about it."
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('description')}
      />
    </>
  );
}

export function ScopesAndLifetime({ form }: Props) {
  return (
    <>
      <ScopesInput form={form} />
      <LifetimeInput
        label="Token lifetime"
        description="How long a token for it is good, from a minute to a day. A short one limits what a leaked token can do; a long one is asked for less often."
        {...form.getInputProps('token_lifetime_seconds')}
        value={form.values.token_lifetime_seconds}
      />
    </>
  );
}
