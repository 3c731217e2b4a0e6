import { Failure } from '@postern/contracts';
import pLimit from 'p-limit';
import type { Argon2Metrics, Argon2Report } from './metrics/argon2-metrics.js';
import { inSpan } from './tracing/tracing.js';

/** The wait for its turn is part of it. */
const ARGON2 = () => ({ name: 'argon2', kind: 'internal' }) as const;

/** argon2 measured and traced, few at a time, so that the threads of the process stay usable. */
export class Argon2Queue {
  private readonly limit;
  private readonly report: Argon2Report;

  constructor(
    metrics: Argon2Metrics,
    name: string,
    mostAtOnce: number,
    private readonly mostWaiting: number,
  ) {
    this.limit = pLimit(mostAtOnce);
    this.report = metrics.of(name, this.limit);
  }

  /** @throws Failure `unavailable` when too many wait already */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.limit.pendingCount >= this.mostWaiting) {
      this.report.refused();
      throw new Failure('unavailable', { internal: 'too many wait for argon2' });
    }
    return inSpan(ARGON2, () => this.limit(() => this.report.measured(work)));
  }
}
