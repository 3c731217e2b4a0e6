import { Badge } from '@mantine/core';

/** On what is a part of Postern. */
export function BuiltIn() {
  return (
    <Badge variant="default" tt="none" fw={550}>
      Built in
    </Badge>
  );
}
