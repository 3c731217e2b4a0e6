import { Controller } from '@nestjs/common';
import {
  createAdministrator,
  deleteAdministrator,
  getAdministrator,
  listAdministrators,
  updateAdministrator,
  type RequestOf,
} from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { CreateAdministrator } from './create-administrator.js';
import { DeleteAdministrator } from './delete-administrator.js';
import { GetAdministrator } from './get-administrator.js';
import { ListAdministrators } from './list-administrators.js';
import { UpdateAdministrator } from './update-administrator.js';

@Controller()
export class AdministratorsController {
  constructor(
    private readonly createAdministrator: CreateAdministrator,
    private readonly getAdministrator: GetAdministrator,
    private readonly listAdministrators: ListAdministrators,
    private readonly updateAdministrator: UpdateAdministrator,
    private readonly deleteAdministrator: DeleteAdministrator,
  ) {}

  @HandlesRequest(createAdministrator)
  create(command: RequestOf<typeof createAdministrator>, context: RequestContext) {
    return this.createAdministrator.execute(command, context);
  }

  @HandlesRequest(getAdministrator)
  get(query: RequestOf<typeof getAdministrator>) {
    return this.getAdministrator.execute(query.administrator_id);
  }

  @HandlesRequest(listAdministrators)
  list(query: RequestOf<typeof listAdministrators>) {
    return this.listAdministrators.execute(query);
  }

  @HandlesRequest(updateAdministrator)
  update(command: RequestOf<typeof updateAdministrator>, context: RequestContext) {
    return this.updateAdministrator.execute(command, context);
  }

  @HandlesRequest(deleteAdministrator)
  delete(command: RequestOf<typeof deleteAdministrator>, context: RequestContext) {
    return this.deleteAdministrator.execute(command, context);
  }
}
