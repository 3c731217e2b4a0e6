import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Administrator, RequestOf, updateAdministrator } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientTransactions } from '../client-events/client-transactions.js';
import { toAdministrator } from './administrator.entity.js';
import { keepOneAdministrator } from './keep-one-administrator.js';
import { lockAdministrator } from './lock-administrator.js';
import { refuseTakenEmail } from './refuse-taken-email.js';

/** Changes who an administrator is and what they may do. Another role holds for the sessions that there are. */
@Injectable()
export class UpdateAdministrator {
  constructor(private readonly transactions: ClientTransactions) {}

  /** @throws Failure `not_found`, `version_conflict`, `email_taken`, `last_administrator` */
  execute(command: RequestOf<typeof updateAdministrator>, context: RequestContext): Promise<Administrator> {
    const { actor, administrator_id: client_id, change } = command;
    return this.transactions.run({ actor, client_id }, context, async ({ manager, save }) => {
      const entity = await lockAdministrator(manager, command);
      const before = toAdministrator(entity);
      if (isDeepStrictEqual({ ...before, ...change }, before)) return before;
      if (change.role === 'viewer') await keepOneAdministrator(manager, entity);
      entity.email = change.email ?? entity.email;
      entity.firstName = change.first_name ?? entity.firstName;
      entity.lastName = change.last_name ?? entity.lastName;
      entity.role = change.role ?? entity.role;
      const after = () => toAdministrator(entity);
      await save(entity, { action: 'administrator.updated', before, after }).catch(refuseTakenEmail);
      return toAdministrator(entity);
    });
  }
}
