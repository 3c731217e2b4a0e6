import { Injectable } from '@nestjs/common';
import { clientSecretHint, isWellFormedClientSecret, type ClientRecord } from '@postern/contracts';
import { Argon2Metrics, Argon2Queue } from '@postern/observability';
import { verify } from 'argon2';
import { LRUCache } from 'lru-cache';
import type { StoredDigests } from '../client-records/record-cache.js';
import { Pepper, SecretDigest } from './secret-digest.js';

type Secret = ClientRecord['secrets'][number];

const MOST_DIGESTS = 50_000;
const MOST_ARGON2_AT_ONCE = 3;
const MOST_ARGON2_WAITING = 200;

export interface Verdict {
  /** The secret that was proved; `undefined`: none. */
  readonly proved: Secret | undefined;
  /** Set where argon2 proved it: digests to be kept for other replicas. */
  readonly digests?: StoredDigests;
}

/**
 * Tells whether a presented secret is one of a client's. argon2 runs once for a secret: after the first success
 * a digest answers, right or wrong. It never runs for what a checksum or a hint can refuse.
 */
@Injectable()
export class SecretVerifier {
  /** By argon2id hash. */
  private readonly digests = new LRUCache<string, SecretDigest>({ max: MOST_DIGESTS });
  private readonly running = new Map<string, Promise<boolean>>();
  private readonly queue: Argon2Queue;

  constructor(
    private readonly pepper: Pepper,
    metrics: Argon2Metrics,
  ) {
    this.queue = new Argon2Queue(metrics, 'client_secrets', MOST_ARGON2_AT_ONCE, MOST_ARGON2_WAITING);
  }

  /**
   * @param candidates secrets of the client that are live now
   * @param stored digests that Redis has of them
   * @throws Failure `unavailable` when too many wait for argon2
   */
  async verify(presented: string, candidates: readonly Secret[], stored: StoredDigests): Promise<Verdict> {
    if (!isWellFormedClientSecret(presented)) return { proved: undefined };
    const hint = clientSecretHint(presented);
    for (const secret of candidates) {
      if (secret.hint !== hint) continue;
      const digest = SecretDigest.of(this.pepper, secret.hash, presented);
      const known =
        this.digests.get(secret.hash) ??
        SecretDigest.parse(this.pepper, secret.hash, stored[secret.secret_id]);
      if (known !== undefined) {
        if (!known.equals(digest)) continue;
        this.digests.set(secret.hash, known);
        return { proved: secret };
      }
      if (await this.proveOnce(secret.hash, presented, digest)) {
        this.digests.set(secret.hash, digest);
        const formatted = digest.format(this.pepper, secret.hash);
        return { proved: secret, digests: { ...stored, [secret.secret_id]: formatted } };
      }
    }
    return { proved: undefined };
  }

  /** Many who present the same secret at a time wait for one argon2. */
  private proveOnce(hash: string, presented: string, digest: SecretDigest): Promise<boolean> {
    const key = digest.toString();
    const running = this.running.get(key);
    if (running !== undefined) return running;
    const proof = this.queue.run(() => verify(hash, presented)).finally(() => this.running.delete(key));
    this.running.set(key, proof);
    return proof;
  }
}
