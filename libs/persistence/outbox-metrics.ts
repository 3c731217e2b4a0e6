import { type Metrics, secondsSince } from '@postern/observability';

/** What the outbox held when it was looked at. */
interface Backlog {
  readonly waiting: number;
  readonly oldestAgeSeconds: number;
  /** From `performance.now()`. */
  readonly seenAt: number;
}

/** The way of events from the outbox into the stream. */
export class OutboxMetrics {
  private readonly published;
  private backlog: Backlog | undefined;

  constructor(metrics: Metrics) {
    this.published = metrics.counter({
      name: 'postern_outbox_publications_total',
      help: 'Tries to publish an event of the outbox.',
      labels: { outcome: '`stored`, or `not_acknowledged` by the stream' },
    });
    metrics
      .gauge({
        name: 'postern_outbox_waiting_events',
        help: 'Committed events that are not published yet, the same for all replicas.',
        labels: {},
      })
      .from(() => this.backlog?.waiting);
    metrics
      .gauge({
        name: 'postern_outbox_oldest_age_seconds',
        help: 'Age of the oldest of them, 0 where there is none. It goes on growing while Postgres cannot be asked.',
        labels: {},
      })
      .from(() => this.oldestAgeSeconds());
  }

  publicationTried(isStored: boolean): void {
    this.published.inc({ outcome: isStored ? 'stored' : 'not_acknowledged' });
  }

  seen(waiting: number, oldestAgeSeconds: number): void {
    this.backlog = { waiting, oldestAgeSeconds, seenAt: performance.now() };
  }

  private oldestAgeSeconds(): number | undefined {
    if (this.backlog === undefined) return undefined;
    const { waiting, oldestAgeSeconds, seenAt } = this.backlog;
    return waiting === 0 ? 0 : oldestAgeSeconds + secondsSince(seenAt);
  }
}
