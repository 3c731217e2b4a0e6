import { Anchor, Stack, Title } from '@mantine/core';
import type { AuditEvent } from '@postern/contracts';
import { Link } from 'react-router';
import { DifferenceList } from '../elements/difference-list.js';
import { differences } from '../elements/differences.js';
import { Fact, Facts } from '../elements/facts.js';
import { Identifier } from '../elements/identifier.js';
import { None } from '../elements/none.js';
import { exactTime } from '../elements/times.js';
import { auditEventsPage } from '../paths.js';
import { actionLabel } from './actions.js';
import classes from './event-details.module.css';

interface Props {
  readonly event: AuditEvent;
}

/** All there is to know of an event: what changed field by field, and what belongs to it. */
export function EventDetails({ event }: Props) {
  const { actor, subject, before, after } = event;
  const isState = before === null || after === null;
  const changes = differences(before, after).sort((one, other) => one.label.localeCompare(other.label, 'en'));
  return (
    <Stack gap="lg" className={classes['details'] ?? ''}>
      <section>
        <Title order={2} size="h6" mb="xs">
          {headingOf(event)}
        </Title>
        {changes.length > 0 ? (
          <DifferenceList differences={changes} isState={isState} />
        ) : (
          <None>Nothing that was kept.</None>
        )}
      </section>
      <Facts>
        <Fact label="When">{exactTime(Date.parse(event.occurred_at))}</Fact>
        <Fact label="What">
          {actionLabel(event.action)} <code>({event.action})</code>
        </Fact>
        <Fact label="Who">
          <Identifier text={actor.id} what="ID of who did it" />
          <Anchor component={Link} size="sm" to={auditEventsPage({ actor_id: actor.id })}>
            All that they did
          </Anchor>
        </Fact>
        <Fact label="From">{actor.address ?? <None>No address</None>}</Fact>
        <Fact label="On what">
          <Identifier text={subject.id} what="ID of what it was done to" />
          <Anchor component={Link} size="sm" to={auditEventsPage({ subject_id: subject.id })}>
            All that was done to it
          </Anchor>
        </Fact>
        <Fact label="Request ID">
          <Identifier text={event.request_id} what="request ID" />
          <Anchor component={Link} size="sm" to={auditEventsPage({ request_id: event.request_id })}>
            All that came with this request
          </Anchor>
        </Fact>
        <Fact label="Event ID">
          <Identifier text={event.event_id} what="event ID" />
        </Fact>
        {event.affected_clients !== null && event.affected_clients > 0 && (
          <Fact label="Application clients that lost something">{event.affected_clients}</Fact>
        )}
      </Facts>
    </Stack>
  );
}

function headingOf({ action, before, after }: AuditEvent): string {
  if (/\.(created|added)$/.test(action)) return 'As it was made';
  if (after === null) return 'As it was at its end';
  return before === null ? 'As it was then' : 'What changed';
}
