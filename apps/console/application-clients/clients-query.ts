import { listClients } from '@postern/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
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
        path: `/v1/application-clients?${parametersOf(query).toString()}`,
        reply: listClients.reply,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

function parametersOf(query: ListQuery): URLSearchParams {
  const said = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(said.map(([name, value]) => [name, String(value)]));
}
