import { auditListQuery, listAuditEvents } from '@postern/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pathWith } from '../api/path-with.js';
import { request } from '../api/request.js';
import { readAddress } from '../elements/address.js';

/** What the address of the list says, in the API's own words. */
const { limit: _, ...addressed } = auditListQuery.shape;
export type AuditQuery = Partial<Record<keyof typeof addressed, string>>;

const PATH = '/v1/audit-events';

/** What an address asks for; what is wrong in it counts as absent. */
export function auditQuery(parameters: URLSearchParams): AuditQuery {
  return readAddress(addressed, parameters);
}

/** Whether something is left out of the list. */
export function isFiltered({ cursor: _, ...filters }: AuditQuery): boolean {
  return Object.keys(filters).length > 0;
}

/** Whether it asks for a time that ends before it begins. */
export function isBackwards({ from, to }: AuditQuery): boolean {
  return from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to);
}

/** One page, the newest first. While the next is read, the one before stays. */
export function auditEventsQuery(query: AuditQuery) {
  return queryOptions({
    queryKey: ['audit-events', query],
    queryFn: ({ signal }) =>
      request({ method: 'GET', path: pathWith(PATH, query), reply: listAuditEvents.reply, signal }),
    placeholderData: keepPreviousData,
    enabled: !isBackwards(query),
  });
}

/** Where all that matches is exported, whatever the page. */
export function exportPath({ cursor: _, ...filter }: AuditQuery): string {
  return pathWith(PATH, filter);
}
