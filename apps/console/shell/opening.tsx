import { Center, Loader, Stack } from '@mantine/core';
import { Mark } from '../brand/mark.js';
import { ProblemDisplay } from '../elements/problem-display.js';

interface Props {
  readonly error?: unknown;
  readonly onRetry?: () => void;
}

/** Until it is known who has signed in. */
export function Opening({ error, onRetry }: Props) {
  return (
    <Center mih="100dvh" p="md" component="main">
      <title>Postern</title>
      <Stack align="center">
        <Mark size={56} />
        {error ? (
          <ProblemDisplay error={error} {...(onRetry && { onRetry })} />
        ) : (
          <Loader type="dots" aria-label="Loading" role="status" />
        )}
      </Stack>
    </Center>
  );
}
