import { Button, Group, Stack, Text } from '@mantine/core';
import { passwordChange } from '@postern/contracts';
import { nothing } from '../api/nothing.js';
import { request } from '../api/request.js';
import { Card } from '../elements/card.js';
import { PasswordField } from '../elements/password-field.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { useContractForm } from '../elements/use-contract-form.js';
import { leave } from '../session/leave.js';
import { NewPasswordInput } from '../session/new-password-input.js';
import { useAdministrator } from '../session/use-administrator.js';

/** Another password, which ends every session. */
export function PasswordCard() {
  const { email } = useAdministrator();
  const { form, submit, saving, problem } = useContractForm({
    schema: passwordChange,
    initialValues: { current_password: '', new_password: '' },
    labels: { current_password: 'Current password', new_password: 'New password' },
    save: (body) => request({ method: 'PUT', path: '/session/password', body, reply: nothing }),
    onSaved: () => leave('password-changed'),
  });
  return (
    <Card title="Password">
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">
            A new password ends every session of yours at once, on every device, this one too. You then sign
            in with the new one.
          </Text>
          {/* So that the browser keeps the password with the name. */}
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <PasswordField
            label="Current password"
            autoComplete="current-password"
            {...form.getInputProps('current_password')}
          />
          <NewPasswordInput {...form.getInputProps('new_password')} />
          {problem && <ProblemDisplay error={problem} />}
          <Group>
            <Button type="submit" loading={saving}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
