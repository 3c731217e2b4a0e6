import { PasswordInput, type PasswordInputProps } from '@mantine/core';

/** A password. The keyboard too reaches what shows it, and what is wrong with it is told to those who listen. */
export function PasswordField(props: PasswordInputProps) {
  return (
    <PasswordInput
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
      aria-invalid={props.error ? true : undefined}
      {...props}
    />
  );
}
