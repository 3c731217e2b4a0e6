import { listApis, type Api, type ReplyOf } from '@postern/contracts';
import { queryOptions } from '@tanstack/react-query';
import { pathWith } from '../api/path-with.js';
import { request } from '../api/request.js';
import { APIS_KEY } from './apis-query.js';

const PAGE_SIZE = 200;
/** Who has more of them than this finds the others by the management API. */
const MOST_PAGES = 10;

/** Every API of the registry, by name, to choose from. */
export const allApisQuery = queryOptions({
  queryKey: [...APIS_KEY, 'all'],
  queryFn: async ({ signal }): Promise<Api[]> => {
    const apis: Api[] = [];
    let cursor: string | null | undefined;
    for (let page = 0; page < MOST_PAGES && cursor !== null; page += 1) {
      const path = pathWith('/v1/apis', { limit: PAGE_SIZE, cursor });
      const { data, next_cursor }: ReplyOf<typeof listApis> = await request({
        method: 'GET',
        path,
        reply: listApis.reply,
        signal,
      });
      apis.push(...data);
      cursor = next_cursor;
    }
    return apis;
  },
});
