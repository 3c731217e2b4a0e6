import { Injectable } from '@nestjs/common';
import { noSuchApi, type Api } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { ApiEntity, toApiState } from './api.entity.js';
import { GrantedClients } from './granted-clients.js';

@Injectable()
export class GetApi {
  constructor(
    private readonly database: Database,
    private readonly clients: GrantedClients,
  ) {}

  /** @throws Failure `not_found` */
  execute(apiId: string): Promise<Api> {
    return this.database.run(async (manager) => {
      const entity = await manager.findOneBy(ApiEntity, { apiId });
      if (entity === null) throw noSuchApi();
      const figuresOf = await this.clients.figuresOf(manager, [entity]);
      return { ...toApiState(entity), ...figuresOf(entity) };
    });
  }
}
