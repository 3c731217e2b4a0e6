import { Injectable } from '@nestjs/common';
import { Failure } from '@postern/contracts';
import { argon2id, hash } from 'argon2';
import pLimit from 'p-limit';

/**
 * argon2id with OWASP's least parameters. A client secret holds 256 random bits, so more work would protect
 * nothing; an administrator's password is helped by the same parameters.
 */
const PARAMETERS = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const MOST_AT_ONCE = 3;
const MOST_WAITING = 200;

/** Hashes secrets and passwords, few at a time, so that the threads of the process stay usable. */
@Injectable()
export class SecretHasher {
  private readonly limit = pLimit(MOST_AT_ONCE);

  /** @throws Failure `unavailable` when too many wait already */
  async hash(secret: string): Promise<string> {
    if (this.limit.pendingCount >= MOST_WAITING) {
      throw new Failure('unavailable', { internal: 'too many secrets wait to be hashed' });
    }
    return this.limit(() => hash(secret, PARAMETERS));
  }
}
