import { Button, Stack, TextInput } from '@mantine/core';
import { credentials, type Session } from '@postern/contracts';
import { PasswordField } from '../elements/password-field.js';
import { ProblemDisplay } from '../elements/problem-display.js';
import { useContractForm } from '../elements/use-contract-form.js';
import { signIn } from './sign-in.js';

interface Props {
  readonly email?: string;
  readonly onSignedIn: (session: Session, password: string) => void;
}

/** Email and password. */
export function CredentialsForm({ email, onSignedIn }: Props) {
  const { form, submit, saving, problem } = useContractForm({
    schema: credentials,
    initialValues: { email: email ?? '', password: '' },
    labels: { email: 'Email', password: 'Password' },
    save: signIn,
    onSaved: (session) => onSignedIn(session, form.values.password),
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {problem && <ProblemDisplay error={problem} />}
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          spellCheck={false}
          readOnly={email !== undefined}
          autoFocus={email === undefined}
          {...form.getInputProps('email')}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          {...(email !== undefined && { 'data-autofocus': true })}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={saving} fullWidth>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
