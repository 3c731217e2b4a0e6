import { Failure } from '@postern/contracts';
import type { Argon2Metrics, Argon2Queue } from '@postern/observability';
import { argon2id } from 'argon2';
import pLimit from 'p-limit';

/**
 * argon2id with OWASP's least parameters. A client secret holds 256 random bits, so more work would protect
 * nothing; an administrator's password is helped by the same parameters.
 */
export const HASHING = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** argon2, few at a time, so that the threads of the process stay usable. */
export class HashingQueue {
  private readonly limit;
  private readonly told: Argon2Queue;

  constructor(
    metrics: Argon2Metrics,
    name: string,
    mostAtOnce: number,
    private readonly mostWaiting: number,
  ) {
    this.limit = pLimit(mostAtOnce);
    this.told = metrics.of(name, this.limit);
  }

  /** @throws Failure `unavailable` when too many wait already */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.limit.pendingCount >= this.mostWaiting) {
      this.told.refused();
      throw new Failure('unavailable', { internal: 'too many wait for argon2' });
    }
    return this.limit(() => this.told.measured(work));
  }
}
