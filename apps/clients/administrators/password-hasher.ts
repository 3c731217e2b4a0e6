import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Failure } from '@postern/contracts';
import type { Deadline } from '@postern/messaging';
import { Argon2Metrics, Argon2Queue } from '@postern/observability';
import { hash, verify } from 'argon2';
import { HASHING } from '../secrets/hashing.js';

/** Of no password, and as costly as any other. */
const DECOY = [
  '',
  'argon2id',
  'v=19',
  `m=${HASHING.memoryCost},t=${HASHING.timeCost},p=${HASHING.parallelism}`,
  base64(randomBytes(16)),
  base64(randomBytes(32)),
].join('$');

/**
 * Hashes and verifies administrators' passwords. One at a time, and in a queue of their own: whoever floods the sign-in
 * takes no time from the secrets of clients.
 */
@Injectable()
export class PasswordHasher {
  private readonly queue: Argon2Queue;

  constructor(metrics: Argon2Metrics) {
    this.queue = new Argon2Queue(metrics, 'passwords', 1, 100);
  }

  /** @throws Failure `unavailable` when too many wait already */
  hash(password: string): Promise<string> {
    return this.queue.run(() => hash(password, HASHING));
  }

  /**
   * Whether it is the password of this hash; where there is none it takes as long to say no.
   *
   * @throws Failure `unavailable` when too many wait already, or nobody waits for it any more when its turn comes
   */
  async verify(encoded: string | undefined, password: string, deadline: Deadline): Promise<boolean> {
    const matches = await this.queue.run(() => {
      if (deadline.hasPassed) throw new Failure('unavailable', { internal: 'argon2 had no time for it' });
      return verify(encoded ?? DECOY, password);
    });
    return matches && encoded !== undefined;
  }
}

/** As argon2 writes it: without padding. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
