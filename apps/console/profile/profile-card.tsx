import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { administrator as administratorReply, profileChange } from '@postern/contracts';
import { request } from '../api/request.js';
import { Card } from '../elements/card.js';
import { PasswordField } from '../elements/password-field.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { Saved } from '../elements/saved.js';
import { useContractForm } from '../elements/use-contract-form.js';
import { currentSession, setSession } from '../session/current-session.js';
import { useAdministrator } from '../session/use-administrator.js';

/** Name and email. */
export function ProfileCard() {
  const { first_name, last_name, email } = useAdministrator();
  const { form, submit, saving, saved, problem } = useContractForm({
    schema: profileChange,
    initialValues: { first_name, last_name, email, current_password: '' },
    labels: {
      first_name: 'First name',
      last_name: 'Last name',
      email: 'Email',
      current_password: 'Current password',
    },
    body: ({ current_password, ...values }) =>
      values.email.trim() === email ? values : { ...values, current_password },
    save: (body) => request({ method: 'PATCH', path: '/session/profile', body, reply: administratorReply }),
    onSaved: (administrator) => {
      const session = currentSession();
      if (session) setSession({ ...session, administrator });
      const { first_name, last_name, email } = administrator;
      const values = { first_name, last_name, email, current_password: '' };
      form.setValues(values);
      form.resetDirty(values);
    },
    blame: ({ code }) =>
      code === 'email_taken' ? [{ field: 'email', message: 'is that of another administrator' }] : [],
  });
  const emailChanges = form.values.email.trim() !== email;
  return (
    <Card title="You">
      <form onSubmit={submit} noValidate>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label="First name" autoComplete="given-name" {...form.getInputProps('first_name')} />
            <TextInput label="Last name" autoComplete="family-name" {...form.getInputProps('last_name')} />
          </SimpleGrid>
          <TextInput
            label="Email"
            description="You sign in with it."
            type="email"
            autoComplete="email"
            {...form.getInputProps('email')}
          />
          {emailChanges && (
            <PasswordField
              label="Current password"
              description="To change the email you sign in with."
              autoComplete="current-password"
              {...form.getInputProps('current_password')}
            />
          )}
          {problem && <ProblemDisplay error={problem} />}
          <Group>
            <Button type="submit" loading={saving}>
              Save
            </Button>
            <Saved when={saved !== undefined && !form.isDirty()} />
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
