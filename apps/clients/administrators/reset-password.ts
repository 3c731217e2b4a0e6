import { Injectable } from '@nestjs/common';
import type { ReplyOf, RequestOf, resetPassword } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientTransactions } from '../client-events/client-transactions.js';
import { toAdministrator } from './administrator.entity.js';
import { lockAdministrator } from './lock-administrator.js';
import { PasswordHasher } from './password-hasher.js';
import { setPassword } from './set-password.js';
import { temporaryPassword } from './temporary-password.js';

/** Gives an administrator a password made up, shown once, which opens nothing until it is changed. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly transactions: ClientTransactions,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @throws Failure `not_found` */
  async execute(
    command: RequestOf<typeof resetPassword>,
    context: Pick<RequestContext, 'requestId'>,
  ): Promise<ReplyOf<typeof resetPassword>> {
    const { actor, administrator_id: client_id } = command;
    const password = temporaryPassword();
    const passwordHash = await this.hasher.hash(password);
    return this.transactions.run({ actor, client_id }, context, async ({ manager, save }) => {
      const entity = await lockAdministrator(manager, command);
      const before = toAdministrator(entity);
      setPassword(entity, { passwordHash, passwordChangeRequired: true });
      const after = () => toAdministrator(entity);
      await save(entity, { action: 'administrator.password_reset', before, after });
      return { ...toAdministrator(entity), temporary_password: password };
    });
  }
}
