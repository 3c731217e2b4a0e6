import { getApi, listApis } from '@postern/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request } from '../api/request.js';
import { pathWith } from '../api/path-with.js';

/** Below it is all that was read of APIs. */
export const APIS_KEY = ['apis'] as const;

/** One page of the list, by name. While the next is read, the one before stays. */
export function apisQuery(cursor: string | undefined) {
  return queryOptions({
    queryKey: [...APIS_KEY, 'list', cursor],
    queryFn: ({ signal }) =>
      request({ method: 'GET', path: pathWith('/v1/apis', { cursor }), reply: listApis.reply, signal }),
    placeholderData: keepPreviousData,
  });
}

export function apiQuery(apiId: string) {
  return queryOptions({
    queryKey: [...APIS_KEY, 'one', apiId],
    queryFn: ({ signal }) => request({ method: 'GET', path: apiPath(apiId), reply: getApi.reply, signal }),
  });
}

/** Where the management API has it. */
export function apiPath(apiId: string): string {
  return `/v1/apis/${encodeURIComponent(apiId)}`;
}
