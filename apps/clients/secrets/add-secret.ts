import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  clientSecretHint,
  Failure,
  MOST_SECRETS,
  type addSecret,
  type ReplyOf,
  type RequestOf,
} from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import type { EntityManager } from 'typeorm';
import { lockClient } from '../application-clients/lock-client.js';
import { ClientTransactions } from '../client-events/client-transactions.js';
import { IdempotentReplies } from '../idempotency/idempotent-replies.js';
import { ClientSecretEntity } from './client-secret.entity.js';
import { generateClientSecret } from './generate-credentials.js';
import { liveSecrets, toSecretFacts } from './live-secrets.js';
import { SecretHasher } from './secret-hasher.js';

/** Gives a client one more secret, shown once; or rotates, where the others are given an end. */
@Injectable()
export class AddSecret {
  constructor(
    private readonly transactions: ClientTransactions,
    private readonly hasher: SecretHasher,
    private readonly replies: IdempotentReplies,
  ) {}

  /** @throws Failure `invalid_request`, `not_found`, `version_conflict`, `too_many_secrets`, `client_uses_keys`,
   *   `idempotency_key_reused` */
  async execute(
    command: RequestOf<typeof addSecret>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof addSecret>> {
    const { client_id: clientId, secret: asked } = command;
    const clientSecret = generateClientSecret();
    // Before the transaction: argon2 takes its time, and connections are few.
    const hash = await this.hasher.hash(clientSecret);
    return this.transactions.run(command, context, async ({ manager, save }) => {
      const added = manager.create(ClientSecretEntity, {
        secretId: randomUUID(),
        clientId,
        hash,
        hint: clientSecretHint(clientSecret),
        createdAt: new Date(),
        expiresAt: asked.expires_at === null ? null : new Date(asked.expires_at),
        lastUsedAt: null,
      });
      const reply = { ...toSecretFacts(added), client_secret: clientSecret };
      const kept = await this.keep(manager, command, reply);
      if (kept !== reply) return kept;
      checkExpiry(added);
      const client = await lockClient(manager, command);
      if (client.tokenEndpointAuthMethod === 'private_key_jwt') throw new Failure('client_uses_keys');
      const before = await liveSecrets(manager, clientId);
      await endOthers(manager, clientId, asked.others_expire_in_seconds);
      await manager.insert(ClientSecretEntity, added);
      const after = await liveSecrets(manager, clientId);
      if (after.length > MOST_SECRETS) throw new Failure('too_many_secrets');
      await save(client, {
        action: 'client_secret.added',
        before: { version: client.version, secrets: before.map(toSecretFacts) },
        after: () => ({ version: client.version, secrets: after.map(toSecretFacts) }),
      });
      return reply;
    });
  }

  private async keep<Reply extends object>(
    manager: EntityManager,
    { actor, client_id, secret, idempotency_key: key }: RequestOf<typeof addSecret>,
    reply: Reply,
  ): Promise<Reply> {
    if (key === undefined) return reply;
    const request = { secret_of: client_id, ...secret };
    return this.replies.keep(manager, { caller: actor.id, key, request }, reply);
  }
}

function checkExpiry({ expiresAt }: ClientSecretEntity): void {
  if (expiresAt === null || expiresAt.getTime() > Date.now()) return;
  throw new Failure('invalid_request', { fields: [{ field: 'expires_at', message: 'is in the past' }] });
}

/** Expired secrets go for good, and so do the others where they have no time left. */
async function endOthers(
  manager: EntityManager,
  clientId: string,
  seconds: number | undefined,
): Promise<void> {
  if (seconds !== undefined) {
    // The column holds milliseconds: rounded up, no time left would be half a millisecond.
    await manager.query(
      `UPDATE client_secrets SET expires_at = least(expires_at, date_trunc('milliseconds', now()) + make_interval(secs => $2))
       WHERE client_id = $1`,
      [clientId, seconds],
    );
  }
  await manager.query('DELETE FROM client_secrets WHERE client_id = $1 AND expires_at <= now()', [clientId]);
}
