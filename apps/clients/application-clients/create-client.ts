import { Injectable } from '@nestjs/common';
import type { createClient, RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database, OutboxRelay } from '@postern/persistence';
import { checkGrants } from '../apis/check-grants.js';
import { IdempotentReplies } from '../idempotency/idempotent-replies.js';
import { SecretHasher } from '../secrets/secret-hasher.js';
import { ClientRegistration, newClient, type CreatedClient } from './client-registration.js';

/** Registers an application client and shows its secret, if it has one, once. */
@Injectable()
export class CreateClient {
  constructor(
    private readonly database: Database,
    private readonly hasher: SecretHasher,
    private readonly replies: IdempotentReplies,
    private readonly registration: ClientRegistration,
    private readonly relay: OutboxRelay,
  ) {}

  /** @throws Failure `invalid_request`, `idempotency_key_reused` */
  async execute(command: RequestOf<typeof createClient>, context: RequestContext): Promise<CreatedClient> {
    const { actor, client, idempotency_key: key } = command;
    const candidate = newClient(client);
    const { client_secret: secret } = candidate;
    const secretHash = secret === undefined ? undefined : await this.hasher.hash(secret);
    const { requestId } = context;
    const created = await this.database.transaction(async (manager) => {
      if (key !== undefined) {
        const kept = await this.replies.keep(manager, { caller: actor.id, key, request: client }, candidate);
        if (kept !== candidate) return kept;
      }
      await checkGrants(manager, client);
      await this.registration.register(manager, { client: candidate, secretHash, actor, requestId });
      return candidate;
    });
    this.relay.wake();
    return created;
  }
}
