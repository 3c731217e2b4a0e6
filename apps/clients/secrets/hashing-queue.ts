import { Failure } from '@postern/contracts';
import { inSpan, type Argon2Metrics, type Argon2Queue } from '@postern/observability';
import { argon2id } from 'argon2';
import pLimit from 'p-limit';

/**
 * argon2id with OWASP's least parameters. A client secret holds 256 random bits, so more work would protect
 * nothing; an administrator's password is helped by the same parameters.
 */
export const HASHING = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The wait for its turn is part of it. */
const ARGON2 = () => ({ name: 'argon2', kind: 'internal' }) as const;

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
    return inSpan(ARGON2, () => this.limit(() => this.told.measured(work)));
  }
}
