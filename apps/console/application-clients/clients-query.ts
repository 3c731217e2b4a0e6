import { listClients } from '@postern/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pathWith } from '../api/path-with.js';
import { request } from '../api/request.js';
import type { ListQuery } from './list-query.js';

/** Below it is all that was read of application clients. */
export const CLIENTS_KEY = ['application-clients'] as const;

/** One page of the list. While the next is read, the one before stays. */
export function clientsQuery(query: ListQuery) {
  return queryOptions({
    queryKey: [...CLIENTS_KEY, 'list', query],
    queryFn: ({ signal }) =>
      request({
        method: 'GET',
        path: pathWith('/v1/application-clients', query),
        reply: listClients.reply,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}
