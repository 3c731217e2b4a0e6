import { Controller } from '@nestjs/common';
import { addSecret, deleteSecret, listSecrets, type RequestOf } from '@postern/contracts';
import { HandlesRequest, type RequestContext } from '@postern/messaging';
import { AddSecret } from './add-secret.js';
import { DeleteSecret } from './delete-secret.js';
import { ListSecrets } from './list-secrets.js';

@Controller()
export class SecretsController {
  constructor(
    private readonly addSecret: AddSecret,
    private readonly listSecrets: ListSecrets,
    private readonly deleteSecret: DeleteSecret,
  ) {}

  @HandlesRequest(addSecret)
  add(command: RequestOf<typeof addSecret>, context: RequestContext) {
    return this.addSecret.execute(command, context);
  }

  @HandlesRequest(listSecrets)
  list(query: RequestOf<typeof listSecrets>) {
    return this.listSecrets.execute(query.client_id);
  }

  @HandlesRequest(deleteSecret)
  delete(command: RequestOf<typeof deleteSecret>, context: RequestContext) {
    return this.deleteSecret.execute(command, context);
  }
}
