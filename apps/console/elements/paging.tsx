import { Button, Group } from '@mantine/core';
import { mdiArrowLeft, mdiArrowRight } from '@mdi/js';
import { Icon } from './icon.js';
import { Link, useLocation, useSearchParams } from 'react-router';

interface Props {
  readonly nextCursor: string | null;
  readonly isFirst: boolean;
  /** What is shown belongs to the page before, so that its next one is this. */
  readonly isStale: boolean;
}

/** To the next page and back. A page is known by its cursor alone, so the way to it goes along in the history. */
export function Paging({ nextCursor, isFirst, isStale }: Props) {
  const [parameters] = useSearchParams();
  const trail = (useLocation().state as { trail?: string[] } | null)?.trail ?? [];
  if (isFirst && nextCursor === null) return null;

  const at = (cursor: string | undefined) => {
    const there = new URLSearchParams(parameters);
    if (cursor) there.set('cursor', cursor);
    else there.delete('cursor');
    return { search: there.toString() };
  };
  return (
    <Group component="nav" aria-label="Pages" justify="space-between" mt="md">
      {isFirst ? (
        <span />
      ) : (
        // With no trail, one came by a link; then there is only the beginning to go back to.
        <Button
          component={Link}
          to={at(trail.at(-1))}
          state={{ trail: trail.slice(0, -1) }}
          variant="default"
          leftSection={<Icon path={mdiArrowLeft} size={16} />}
        >
          {trail.length === 0 ? 'First page' : 'Previous'}
        </Button>
      )}
      {nextCursor !== null && (
        <Button
          component={Link}
          to={at(nextCursor)}
          state={{ trail: [...trail, parameters.get('cursor') ?? ''] }}
          {...(isStale && { 'data-disabled': true, 'aria-disabled': true })}
          onClick={(event) => isStale && event.preventDefault()}
          variant="default"
          rightSection={<Icon path={mdiArrowRight} size={16} />}
        >
          Next
        </Button>
      )}
    </Group>
  );
}
