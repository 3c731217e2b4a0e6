import { type Metrics, secondsSince } from '@postern/observability';

/** What waited when it was looked at. */
interface Sight {
  readonly waiting: number;
  readonly oldestAgeSeconds: number;
  /** From `performance.now()`. */
  readonly seenAt: number;
}

/** How a gauge is called, and what it tells. */
interface Naming {
  readonly name: string;
  readonly help: string;
}

/** How much waits to be passed on, and for how long. */
export class Backlog {
  private sight: Sight | undefined;

  /** @param oldestAge goes on growing from the last sight on while there is no other */
  constructor(metrics: Metrics, waiting: Naming, oldestAge: Naming) {
    metrics.gauge({ ...waiting, labels: {} }).from(() => this.sight?.waiting);
    metrics.gauge({ ...oldestAge, labels: {} }).from(() => this.oldestAgeSeconds());
  }

  seen(waiting: number, oldestAgeSeconds: number): void {
    this.sight = { waiting, oldestAgeSeconds, seenAt: performance.now() };
  }

  private oldestAgeSeconds(): number | undefined {
    if (this.sight === undefined) return undefined;
    const { waiting, oldestAgeSeconds, seenAt } = this.sight;
    return waiting === 0 ? 0 : oldestAgeSeconds + secondsSince(seenAt);
  }
}
