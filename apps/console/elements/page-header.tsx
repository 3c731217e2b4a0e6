import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { Notice } from './notice.js';

interface Props {
  /** The heading, and the last breadcrumb. */
  readonly title: string;
  /** What the page belongs to, from the outermost; what has a page of its own has a path. */
  readonly within: readonly { readonly label: string; readonly path?: string }[];
  readonly actions?: ReactNode;
  /** Whether it takes the place of another page at the same address. */
  readonly appearsInPlace?: boolean;
}

/** Where one is. The heading takes the focus after a navigation, so that it is read out. */
export function PageHeader({ title, within, actions, appearsInPlace = false }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirstPage = useLocation().key === 'default';

  useEffect(() => {
    if (!isFirstPage || appearsInPlace) heading.current?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- when the page appears, and not when its query changes
  }, []);

  return (
    <Stack gap="md" mb="lg">
      <title>{`${title} · Postern`}</title>
      {within.length > 0 && (
        <nav aria-label="Breadcrumbs">
          <Breadcrumbs separator="›" separatorMargin="xs">
            {within.map(({ label, path }) =>
              path === undefined ? (
                <Text key={label} size="sm" c="dimmed">
                  {label}
                </Text>
              ) : (
                <Anchor key={label} component={Link} to={path} size="sm">
                  {label}
                </Anchor>
              ),
            )}
            <Text size="sm" aria-current="page">
              {title}
            </Text>
          </Breadcrumbs>
        </nav>
      )}
      <Group justify="space-between" gap="sm">
        <Title order={1} size="h2" tabIndex={-1} ref={heading}>
          {title}
        </Title>
        {actions}
      </Group>
      <Notice />
    </Stack>
  );
}
