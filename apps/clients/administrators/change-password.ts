import { Injectable } from '@nestjs/common';
import { Failure, type changePassword, type FieldProblem, type RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientTransactions } from '../client-events/client-transactions.js';
import { toAdministrator } from './administrator.entity.js';
import { GuessablePasswords } from './guessable-passwords.js';
import { lockAdministrator } from './lock-administrator.js';
import { PasswordHasher } from './password-hasher.js';
import { NOT_YOUR_PASSWORD, ProveOwnPassword, type OwnPassword } from './prove-own-password.js';
import { setPassword } from './set-password.js';

type Command = RequestOf<typeof changePassword>;

/** Changes the password of whoever knows it, and ends each of their sessions, this one too. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly proveOwnPassword: ProveOwnPassword,
    private readonly guessable: GuessablePasswords,
    private readonly hasher: PasswordHasher,
    private readonly transactions: ClientTransactions,
  ) {}

  /** @throws Failure `invalid_request`, `not_found`, `too_many_requests` */
  async execute(command: Command, context: RequestContext): Promise<Record<string, never>> {
    const { actor, administrator_id: client_id, change } = command;
    const own = await this.proveOwnPassword.execute(command, change.current_password, context);
    const fields = await this.problemsOf(change, own);
    if (fields.length > 0) throw new Failure('invalid_request', { fields });
    const passwordHash = await this.hasher.hash(change.new_password);
    return this.transactions.run({ actor, client_id }, context, async ({ manager, save }) => {
      const entity = await lockAdministrator(manager, command);
      // It may have been changed since it was looked at.
      if (entity.passwordHash !== own.administrator.passwordHash)
        throw new Failure('invalid_request', { fields: [NOT_YOUR_PASSWORD] });
      const before = toAdministrator(entity);
      setPassword(entity, { passwordHash, passwordChangeRequired: false });
      const after = () => toAdministrator(entity);
      await save(entity, { action: 'administrator.password_changed', before, after });
      return {};
    });
  }

  private async problemsOf(
    change: Command['change'],
    { administrator, isProved }: OwnPassword,
  ): Promise<FieldProblem[]> {
    const fields = isProved ? [] : [NOT_YOUR_PASSWORD];
    const isTheSame = isProved && change.new_password === change.current_password;
    const message = isTheSame
      ? 'is the one that you have; choose another'
      : await this.guessable.problemOf(change.new_password, administrator);
    return message === undefined ? fields : [...fields, { field: 'new_password', message }];
  }
}
