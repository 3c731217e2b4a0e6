import { Center, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './icon.js';

interface Props {
  readonly icon: string;
  readonly title: string;
  /** Why there is nothing, and what to do. */
  readonly text: string;
  /** Buttons or links that do it. */
  readonly children?: ReactNode;
}

/** In place of a list that is empty, or that one may not see. */
export function NothingHere({ icon, title, text, children }: Props) {
  return (
    <Center py={64} px="md">
      <Stack align="center" gap="sm" maw={440} ta="center">
        <ThemeIcon size={56} radius="xl" variant="light" aria-hidden="true">
          <Icon path={icon} size={28} />
        </ThemeIcon>
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text c="dimmed">{text}</Text>
        {children}
      </Stack>
    </Center>
  );
}
