import { Injectable } from '@nestjs/common';
import type { createAdministrator, ReplyOf, RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database, OutboxRelay } from '@postern/persistence';
import { IdempotentReplies } from '../idempotency/idempotent-replies.js';
import { toAdministrator } from './administrator.entity.js';
import { AdministratorRegistration, newAdministratorEntity } from './administrator-registration.js';
import { PasswordHasher } from './password-hasher.js';
import { temporaryPassword } from './temporary-password.js';

type Created = ReplyOf<typeof createAdministrator>;

/** Adds an administrator, and shows once the password to sign in with first. */
@Injectable()
export class CreateAdministrator {
  constructor(
    private readonly database: Database,
    private readonly hasher: PasswordHasher,
    private readonly replies: IdempotentReplies,
    private readonly registration: AdministratorRegistration,
    private readonly relay: OutboxRelay,
  ) {}

  /** @throws Failure `email_taken`, `idempotency_key_reused` */
  async execute(
    command: RequestOf<typeof createAdministrator>,
    { requestId }: RequestContext,
  ): Promise<Created> {
    const { actor, administrator: given, idempotency_key: key } = command;
    const password = temporaryPassword();
    // Before the transaction: argon2 takes its time, and connections are few.
    const passwordHash = await this.hasher.hash(password);
    const entity = newAdministratorEntity(given, { passwordHash, passwordChangeRequired: true });
    const candidate: Created = { ...toAdministrator(entity), temporary_password: password };
    const created = await this.database.transaction(async (manager) => {
      if (key !== undefined) {
        const request = { create_administrator: given };
        const kept = await this.replies.keep(manager, { caller: actor.id, key, request }, candidate);
        if (kept !== candidate) return kept;
      }
      await this.registration.register(manager, entity, { actor, requestId });
      return candidate;
    });
    this.relay.wake();
    return created;
  }
}
