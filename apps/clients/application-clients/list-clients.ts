import { Injectable } from '@nestjs/common';
import type { listClients, ReplyOf, RequestOf } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { ListPages, type ListOrder } from '../paging/list-pages.js';
import { ApplicationClientEntity, toApplicationClient } from './application-client.entity.js';

type ListQuery = RequestOf<typeof listClients>;

/** One page of clients. */
@Injectable()
export class ListClients {
  constructor(
    private readonly database: Database,
    private readonly pages: ListPages,
  ) {}

  /** @throws Failure `invalid_request` for a cursor of another list */
  execute(query: ListQuery): Promise<ReplyOf<typeof listClients>> {
    return this.database.run((manager) => {
      const list = manager.createQueryBuilder(ApplicationClientEntity, 'client');
      if (query.search) {
        list.andWhere(
          '(strpos(lower(client.name), lower(:search)) > 0 OR strpos(lower(client.client_id), lower(:search)) > 0)',
          { search: query.search },
        );
      }
      return this.pages.read(list, orderOf(query), query, toApplicationClient);
    });
  }
}

function orderOf({ sort, search }: ListQuery): ListOrder<ApplicationClientEntity> {
  const byName = sort.endsWith('name');
  return {
    list: `client-list:${sort}:${search ?? ''}`,
    key: byName ? 'lower(client.name)' : 'client.created_at',
    id: 'client.client_id',
    descending: sort.startsWith('-'),
    keyFromCursor: byName ? 'lower(:key)' : 'CAST(:key AS timestamptz)',
    positionOf: ({ name, createdAt, clientId }) => [byName ? name : createdAt.toISOString(), clientId],
  };
}
