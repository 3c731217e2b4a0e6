import { Injectable } from '@nestjs/common';
import type { deleteAdministrator, RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientTransactions } from '../client-events/client-transactions.js';
import { toAdministrator } from './administrator.entity.js';
import { keepOneAdministrator } from './keep-one-administrator.js';
import { lockAdministrator } from './lock-administrator.js';

/** Ends an administrator and each of their sessions. */
@Injectable()
export class DeleteAdministrator {
  constructor(private readonly transactions: ClientTransactions) {}

  /** @throws Failure `not_found`, `version_conflict`, `last_administrator` */
  execute(
    command: RequestOf<typeof deleteAdministrator>,
    context: RequestContext,
  ): Promise<Record<string, never>> {
    const { actor, administrator_id: client_id } = command;
    return this.transactions.run({ actor, client_id }, context, async ({ manager, remove }) => {
      const entity = await lockAdministrator(manager, command);
      await keepOneAdministrator(manager, entity);
      await remove(entity, { action: 'administrator.deleted', before: toAdministrator(entity) });
      return {};
    });
  }
}
