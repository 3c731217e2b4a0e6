import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Failure } from '@postern/contracts';
import { Seal } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';

/** How long a reply can be asked for again. */
const KEPT_FOR = "interval '10 minutes'";

export interface IdempotentRequest {
  readonly caller: string;
  readonly key: string;
  readonly request: object;
}

/**
 * Replies that can be asked for again with the same `Idempotency-Key`. They may hold a secret, so they are
 * sealed, each to its own row, and gone after ten minutes.
 */
@Injectable()
export class IdempotentReplies {
  constructor(private readonly seal: Seal) {}

  /**
   * Keeps `reply` for this request within the transaction, and returns it; or returns the reply that was kept for
   * the same request before. Of many at once one goes first and the others wait for its commit.
   *
   * @throws Failure `idempotency_key_reused` where the key stands for another request
   */
  async keep<Reply extends object>(
    manager: EntityManager,
    request: IdempotentRequest,
    reply: Reply,
  ): Promise<Reply> {
    const keyDigest = sha256(request.key);
    const place = placeOf(request.caller, keyDigest);
    const requestDigest = sha256(JSON.stringify(request.request));
    await manager.query(
      'DELETE FROM idempotency_keys WHERE caller = $1 AND key_digest = $2 AND expires_at < now()',
      [request.caller, keyDigest],
    );
    const inserted: unknown[] = await manager.query(
      `INSERT INTO idempotency_keys (caller, key_digest, request_digest, sealed_reply, expires_at)
       VALUES ($1, $2, $3, $4, now() + ${KEPT_FOR}) ON CONFLICT DO NOTHING RETURNING caller`,
      [request.caller, keyDigest, requestDigest, this.seal.seal(Buffer.from(JSON.stringify(reply)), place)],
    );
    if (inserted.length > 0) return reply;
    const kept = await manager.findOneBy(IdempotencyKeyEntity, { caller: request.caller, keyDigest });
    // Its time was over between the two statements, and whoever deletes such rows was quicker.
    if (kept === null) return this.keep(manager, request, reply);
    if (!kept.requestDigest.equals(requestDigest)) throw new Failure('idempotency_key_reused');
    return JSON.parse(this.seal.open(kept.sealedReply, place).toString()) as Reply;
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function placeOf(caller: string, keyDigest: Buffer): string {
  return `idempotency-key:${caller}:${keyDigest.toString('hex')}`;
}
