import { Anchor, Modal, Stack, Text } from '@mantine/core';
import { signInGate } from '../api/sign-in-gate.js';
import { setSession } from './current-session.js';
import { SignInForm } from './sign-in-form.js';
import { useAdministrator } from './use-administrator.js';

/** Over the page when the session is over. Once somebody has signed in, what waited goes on. */
export default function SignInDialog() {
  const { email } = useAdministrator();
  return (
    <Modal
      opened
      onClose={() => signInGate.release(false)}
      title="Your session has ended"
      centered
      zIndex={1_000}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      attributes={{ header: { role: 'none' } }}
    >
      <Stack>
        <Text size="sm">Sign in to go on. Nothing that you typed is lost.</Text>
        <SignInForm
          email={email}
          onSignedIn={(session) => {
            setSession(session);
            signInGate.release(true);
          }}
        />
        <Text size="sm" c="dimmed">
          Not you? <Anchor href="/console/sign-in">Sign in as somebody else</Anchor>
        </Text>
      </Stack>
    </Modal>
  );
}
