import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import {
  Failure,
  type Administrator,
  type changeProfile,
  type FieldProblem,
  type RequestOf,
} from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientTransactions } from '../client-events/client-transactions.js';
import { toAdministrator, type AdministratorEntity } from './administrator.entity.js';
import { lockAdministrator } from './lock-administrator.js';
import { NOT_YOUR_PASSWORD, ProveOwnPassword, type OwnPassword } from './prove-own-password.js';
import { refuseTakenEmail } from './refuse-taken-email.js';

/** Changes what administrators say of themselves. Another email, with which one signs in, takes the password. */
@Injectable()
export class ChangeProfile {
  constructor(
    private readonly proveOwnPassword: ProveOwnPassword,
    private readonly transactions: ClientTransactions,
  ) {}

  /** @throws Failure `invalid_request`, `not_found`, `email_taken`, `too_many_requests` */
  async execute(command: RequestOf<typeof changeProfile>, context: RequestContext): Promise<Administrator> {
    const { actor, administrator_id: client_id } = command;
    const { current_password: password, ...change } = command.change;
    const own =
      password === undefined ? undefined : await this.proveOwnPassword.execute(command, password, context);
    return this.transactions.run({ actor, client_id }, context, async ({ manager, save }) => {
      const entity = await lockAdministrator(manager, command);
      const problem = problemOf(entity, change.email, own);
      if (problem !== undefined) throw new Failure('invalid_request', { fields: [problem] });
      const before = toAdministrator(entity);
      if (isDeepStrictEqual({ ...before, ...change }, before)) return before;
      entity.email = change.email ?? entity.email;
      entity.firstName = change.first_name ?? entity.firstName;
      entity.lastName = change.last_name ?? entity.lastName;
      const after = () => toAdministrator(entity);
      await save(entity, { action: 'administrator.updated', before, after }).catch(refuseTakenEmail);
      return toAdministrator(entity);
    });
  }
}

/** What is wrong with the password that was given, or was not, for this email. */
function problemOf(
  { email, passwordHash }: AdministratorEntity,
  changed: string | undefined,
  own: OwnPassword | undefined,
): FieldProblem | undefined {
  if (own !== undefined) {
    // It may have been changed since it was looked at.
    const isTheirs = own.isProved && own.administrator.passwordHash === passwordHash;
    return isTheirs ? undefined : NOT_YOUR_PASSWORD;
  }
  const isAnother = changed !== undefined && changed.toLowerCase() !== email.toLowerCase();
  return isAnother ? { field: 'current_password', message: 'is needed to change the email' } : undefined;
}
