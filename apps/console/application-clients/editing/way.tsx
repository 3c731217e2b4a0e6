import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  /** What it does. */
  readonly text: string;
  /** The button that does it. */
  readonly children: ReactNode;
}

/** One of several things that can be done. */
export function Way({ text, children }: Props) {
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">{text}</Text>
      {children}
    </Stack>
  );
}
