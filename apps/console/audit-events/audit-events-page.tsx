import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '../elements/page-header.js';
import { PagedList } from '../elements/paged-list.js';
import { useAddress } from '../elements/use-address.js';
import { AUDIT_EVENTS } from './actions.js';
import { ActiveFilters } from './active-filters.js';
import { auditEventsQuery, auditQuery, isBackwards } from './audit-query.js';
import { AuditToolbar } from './audit-toolbar.js';
import { EventList } from './event-list.js';
import { ExportEvents } from './export-events.js';
import { NoEvents } from './no-events.js';

/** System > Audit Events: who did what to what, the last first. */
export function Component() {
  const control = useAddress(auditQuery);
  const { query } = control;
  const events = useQuery(auditEventsQuery(query));
  return (
    <>
      <PageHeader
        title="Audit Events"
        within={[{ label: 'System' }]}
        actions={<ExportEvents query={query} />}
      />
      <AuditToolbar {...control} />
      <ActiveFilters {...control} />
      {isBackwards(query) ? (
        <NoEvents query={query} />
      ) : (
        <PagedList
          list={events}
          isFirstPage={query.cursor === undefined}
          noun={AUDIT_EVENTS}
          empty={<NoEvents query={query} />}
        >
          {(page, isStale) => <EventList events={page} isStale={isStale} />}
        </PagedList>
      )}
    </>
  );
}
