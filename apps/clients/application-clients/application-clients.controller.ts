import { Controller } from '@nestjs/common';
import {
  createClient,
  deleteClient,
  getClient,
  listClients,
  updateClient,
  type RequestOf,
} from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { CreateClient } from './create-client.js';
import { DeleteClient } from './delete-client.js';
import { GetClient } from './get-client.js';
import { ListClients } from './list-clients.js';
import { UpdateClient } from './update-client.js';

@Controller()
export class ApplicationClientsController {
  constructor(
    private readonly createClient: CreateClient,
    private readonly getClient: GetClient,
    private readonly listClients: ListClients,
    private readonly updateClient: UpdateClient,
    private readonly deleteClient: DeleteClient,
  ) {}

  @HandlesRequest(createClient)
  create(command: RequestOf<typeof createClient>, context: RequestContext) {
    return this.createClient.execute(command, context);
  }

  @HandlesRequest(getClient)
  get(query: RequestOf<typeof getClient>) {
    return this.getClient.execute(query.client_id);
  }

  @HandlesRequest(listClients)
  list(query: RequestOf<typeof listClients>) {
    return this.listClients.execute(query);
  }

  @HandlesRequest(updateClient)
  update(command: RequestOf<typeof updateClient>, context: RequestContext) {
    return this.updateClient.execute(command, context);
  }

  @HandlesRequest(deleteClient)
  delete(command: RequestOf<typeof deleteClient>, context: RequestContext) {
    return this.deleteClient.execute(command, context);
  }
}
