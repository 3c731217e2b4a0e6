import { Skeleton } from '@mantine/core';
import type { AuditEvent } from '@postern/contracts';
import { useMemo } from 'react';
import { EventItem } from './event-item.js';
import classes from './event-list.module.css';
import { namesIn, NamesInList } from './names-in-list.js';

interface Props {
  /** Absent while nothing is read yet. */
  readonly events: readonly AuditEvent[] | undefined;
  readonly isStale: boolean;
}

const SKELETON_ROWS = 10;

/** What happened, the last first. */
export function EventList({ events, isStale }: Props) {
  const names = useMemo(() => namesIn(events ?? []), [events]);
  return (
    <NamesInList value={names}>
      <ol
        className={classes['events']}
        aria-label="Audit events"
        aria-busy={isStale || events === undefined}
        data-stale={isStale || undefined}
      >
        {events
          ? events.map((event) => <EventItem key={event.event_id} event={event} />)
          : Array.from({ length: SKELETON_ROWS }, (_, row) => (
              <li key={row} aria-hidden="true">
                <Skeleton height={14} width={`${70 - (row % 3) * 12}%`} m="md" />
              </li>
            ))}
      </ol>
    </NamesInList>
  );
}
