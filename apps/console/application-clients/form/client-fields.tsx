import { Stack, Textarea, TextInput } from '@mantine/core';
import { Card } from '../../elements/card.js';
import { AccessFields } from './access-fields.js';
import { MoreSettings } from './more-settings.js';
import type { ClientForm } from './client-form.js';

interface Props {
  readonly form: ClientForm;
}

/** Everything that can be set of a client. Name, description and scopes are enough for most. */
export function ClientFields({ form }: Props) {
  return (
    <>
      <Card title="What it is">
        <Stack>
          <TextInput
            label="Name"
            description="What you will know it by, such as Orders sync."
            autoComplete="off"
            required
            withAsterisk={false}
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
        </Stack>
      </Card>
      <Card title="What it may do">
        <AccessFields form={form} />
      </Card>
      <MoreSettings form={form} />
    </>
  );
}
