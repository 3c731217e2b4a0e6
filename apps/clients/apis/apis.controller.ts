import { Controller } from '@nestjs/common';
import { createApi, deleteApi, getApi, listApis, updateApi, type RequestOf } from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { CreateApi } from './create-api.js';
import { DeleteApi } from './delete-api.js';
import { GetApi } from './get-api.js';
import { ListApis } from './list-apis.js';
import { UpdateApi } from './update-api.js';

@Controller()
export class ApisController {
  constructor(
    private readonly createApi: CreateApi,
    private readonly getApi: GetApi,
    private readonly listApis: ListApis,
    private readonly updateApi: UpdateApi,
    private readonly deleteApi: DeleteApi,
  ) {}

  @HandlesRequest(createApi)
  create(command: RequestOf<typeof createApi>, context: RequestContext) {
    return this.createApi.execute(command, context);
  }

  @HandlesRequest(getApi)
  get(query: RequestOf<typeof getApi>) {
    return this.getApi.execute(query.api_id);
  }

  @HandlesRequest(listApis)
  list(query: RequestOf<typeof listApis>) {
    return this.listApis.execute(query);
  }

  @HandlesRequest(updateApi)
  update(command: RequestOf<typeof updateApi>, context: RequestContext) {
    return this.updateApi.execute(command, context);
  }

  @HandlesRequest(deleteApi)
  delete(command: RequestOf<typeof deleteApi>, context: RequestContext) {
    return this.deleteApi.execute(command, context);
  }
}
