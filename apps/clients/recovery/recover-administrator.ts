import { randomUUID } from 'node:crypto';
import { Failure, type Actor, type ReplyOf, type resetPassword } from '@postern/contracts';
import type { Database } from '@postern/persistence';
import {
  newAdministratorEntity,
  type AdministratorRegistration,
} from '../administrators/administrator-registration.js';
import { findByEmail } from '../administrators/find-by-email.js';
import type { PasswordHasher } from '../administrators/password-hasher.js';
import type { ResetPassword } from '../administrators/reset-password.js';
import { temporaryPassword } from '../administrators/temporary-password.js';

type Recovered = ReplyOf<typeof resetPassword>;

const COMMAND: Actor = { type: 'system', id: 'recover-administrator' };

const NOBODY = 'Nobody has this email. To make an administrator who has, set CREATE_ADMINISTRATOR to true.';

/** The way back where nobody is left who could help in the console: a temporary password for an administrator. */
export class RecoverAdministrator {
  constructor(
    private readonly database: Database,
    private readonly resetPassword: ResetPassword,
    private readonly hasher: PasswordHasher,
    private readonly registration: AdministratorRegistration,
  ) {}

  /**
   * @param create whether to make an administrator where nobody has the email
   * @throws Failure `not_found`, `email_taken`
   */
  async execute({ email, create }: { email: string; create: boolean }): Promise<Recovered> {
    const known = await this.database.run((manager) => findByEmail(manager, email));
    const requestId = randomUUID();
    if (known === undefined) {
      if (!create) throw new Failure('not_found', { message: NOBODY });
      return this.create(email, requestId);
    }
    const { administratorId: administrator_id } = known;
    return this.resetPassword.execute({ actor: COMMAND, administrator_id }, { requestId });
  }

  private async create(email: string, requestId: string): Promise<Recovered> {
    const password = temporaryPassword();
    const passwordHash = await this.hasher.hash(password);
    const entity = newAdministratorEntity(
      { email, first_name: 'New', last_name: 'Administrator', role: 'administrator' },
      { passwordHash, passwordChangeRequired: true },
    );
    const created = await this.database.transaction((manager) =>
      this.registration.register(manager, entity, { actor: COMMAND, requestId }),
    );
    return { ...created, temporary_password: password };
  }
}
