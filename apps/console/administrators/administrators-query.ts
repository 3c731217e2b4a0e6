import { getAdministrator, listAdministrators } from '@postern/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pathWith } from '../api/path-with.js';
import { request } from '../api/request.js';

/** Below it is all that was read of administrators. */
export const ADMINISTRATORS_KEY = ['administrators'] as const;

const PATH = '/v1/administrators';

/** One page of the list, by email. While the next is read, the one before stays. */
export function administratorsQuery(cursor: string | undefined) {
  return queryOptions({
    queryKey: [...ADMINISTRATORS_KEY, 'list', cursor],
    queryFn: ({ signal }) =>
      request({
        method: 'GET',
        path: pathWith(PATH, { cursor }),
        reply: listAdministrators.reply,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export function administratorQuery(administratorId: string) {
  return queryOptions({
    queryKey: [...ADMINISTRATORS_KEY, 'one', administratorId],
    queryFn: ({ signal }) =>
      request({
        method: 'GET',
        path: administratorPath(administratorId),
        reply: getAdministrator.reply,
        signal,
      }),
  });
}

/** Where the management API has one of them. */
export function administratorPath(administratorId: string): string {
  return `${PATH}/${encodeURIComponent(administratorId)}`;
}
