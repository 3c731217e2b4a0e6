import { Injectable } from '@nestjs/common';
import type { listApis, ReplyOf, RequestOf } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { ListPages, type ListOrder } from '../paging/list-pages.js';
import { ApiEntity, toApiState } from './api.entity.js';
import { GrantedClients } from './granted-clients.js';

/** One page of APIs, by name. */
@Injectable()
export class ListApis {
  constructor(
    private readonly database: Database,
    private readonly pages: ListPages,
    private readonly clients: GrantedClients,
  ) {}

  /** @throws Failure `invalid_request` for a cursor of another list */
  execute(query: RequestOf<typeof listApis>): Promise<ReplyOf<typeof listApis>> {
    return this.database.run(async (manager) => {
      const list = manager.createQueryBuilder(ApiEntity, 'api');
      const { audience } = query;
      if (audience !== undefined) list.andWhere('api.audience = :audience', { audience });
      const page = await this.pages.read(list, orderOf(audience), query, (entity) => entity);
      const figuresOf = await this.clients.figuresOf(manager, page.data);
      return { ...page, data: page.data.map((entity) => ({ ...toApiState(entity), ...figuresOf(entity) })) };
    });
  }
}

function orderOf(audience: string | undefined): ListOrder<ApiEntity> {
  return {
    list: `api-list:${audience ?? ''}`,
    key: 'lower(api.name)',
    id: 'api.api_id',
    descending: false,
    keyFromCursor: 'lower(:key)',
    positionOf: ({ name, apiId }) => [name, apiId],
  };
}
