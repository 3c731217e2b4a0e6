import type { PasswordInputProps } from '@mantine/core';
import { PasswordField } from '../elements/password-field.js';

/** For a password that is being chosen. Its rules are those of the contract. */
export function NewPasswordInput(props: PasswordInputProps) {
  return (
    <PasswordField
      label="New password"
      description="At least 12 characters, of any kind; a few words that belong to you alone are good. Not one that is known from a leak."
      autoComplete="new-password"
      {...props}
    />
  );
}
