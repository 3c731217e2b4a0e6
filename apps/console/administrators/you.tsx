import { Badge } from '@mantine/core';

/** On whoever has signed in. */
export function You() {
  return (
    <Badge variant="light" tt="none" fw={600}>
      You
    </Badge>
  );
}
