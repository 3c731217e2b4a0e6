import { Text } from '@mantine/core';

/** Where there is nothing to tell. */
export function None({ children = 'None' }: { readonly children?: string }) {
  return (
    <Text span c="dimmed" size="sm">
      {children}
    </Text>
  );
}
