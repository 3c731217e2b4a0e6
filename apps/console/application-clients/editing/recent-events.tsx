import { Anchor, Stack, Title } from '@mantine/core';
import { listAuditEvents } from '@postern/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Link } from 'react-router';
import { pathWith } from '../../api/path-with.js';
import { request } from '../../api/request.js';
import { EventList } from '../../audit-events/event-list.js';
import { None } from '../../elements/none.js';
import { ProblemDisplay } from '../../elements/problem-display.js';
import { auditEventsPage } from '../../paths.js';

const MOST = 5;

function recentEventsQuery(clientId: string) {
  const query = { subject_id: clientId, limit: MOST };
  return queryOptions({
    queryKey: ['audit-events', query],
    queryFn: ({ signal }) =>
      request({
        method: 'GET',
        path: pathWith('/v1/audit-events', query),
        reply: listAuditEvents.reply,
        signal,
      }),
  });
}

interface Props {
  readonly clientId: string;
}

/** What was done to a client lately, and by whom. */
export function RecentEvents({ clientId }: Props) {
  const id = useId();
  const { data: page, error, refetch } = useQuery(recentEventsQuery(clientId));
  return (
    <Stack component="section" aria-labelledby={id} gap="sm">
      <Title order={2} size="h4" id={id}>
        What happened lately
      </Title>
      {error && <ProblemDisplay error={error} onRetry={() => void refetch()} />}
      {page?.data.length === 0 ? (
        <None>Nothing that is still in the audit log.</None>
      ) : (
        (page ?? !error) && <EventList events={page?.data} isStale={false} />
      )}
      <Anchor component={Link} to={auditEventsPage({ subject_id: clientId })} size="sm">
        All audit events of this client
      </Anchor>
    </Stack>
  );
}
