import { Button, Stack, Text, Title } from '@mantine/core';
import { passwordChange, type Session } from '@postern/contracts';
import { PasswordField } from '../elements/password-field.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { useContractForm } from '../elements/use-contract-form.js';
import { NewPasswordInput } from './new-password-input.js';
import { signInAnew } from './sign-in.js';

interface Props {
  readonly session: Session;
  /** The temporary password, where it has just been typed in; empty where it has to be asked for. */
  readonly password: string;
  readonly onSignedIn: (session: Session) => void;
}

/** For whoever signed in with a password that somebody else has seen. */
export function ChoosePasswordForm({ session, password, onSignedIn }: Props) {
  const { form, submit, saving, problem } = useContractForm({
    schema: passwordChange,
    initialValues: { current_password: password, new_password: '' },
    labels: { current_password: 'Temporary password', new_password: 'New password' },
    save: (change) => signInAnew(session, change),
    onSaved: onSignedIn,
  });
  const isAsked = password === '' || form.errors['current_password'] !== undefined;
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Title order={2} size="h4">
          Choose your own password
        </Title>
        <Text size="sm">
          You signed in with a password that somebody else has seen. The new one is for you alone.
        </Text>
        {problem && <ProblemDisplay error={problem} />}
        {/* So that the browser keeps the password with the name. */}
        <input type="hidden" autoComplete="username" value={session.administrator.email} readOnly />
        {isAsked && (
          <PasswordField
            label="Temporary password"
            autoComplete="current-password"
            {...form.getInputProps('current_password')}
          />
        )}
        <NewPasswordInput data-autofocus {...form.getInputProps('new_password')} />
        <Button type="submit" loading={saving} fullWidth>
          Set password and go on
        </Button>
      </Stack>
    </form>
  );
}
