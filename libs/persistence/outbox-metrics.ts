import type { Metrics } from '@postern/observability';
import { Backlog } from './backlog.js';

/** The way of events from the outbox into the stream. */
export class OutboxMetrics {
  readonly backlog: Backlog;
  private readonly published;

  constructor(metrics: Metrics) {
    this.published = metrics.counter({
      name: 'postern_outbox_publications_total',
      help: 'Tries to publish an event of the outbox.',
      labels: { outcome: '`stored`, or `not_acknowledged` by the stream' },
    });
    this.backlog = new Backlog(
      metrics,
      {
        name: 'postern_outbox_waiting_events',
        help: 'Committed events that are not published yet, the same for all replicas.',
      },
      {
        name: 'postern_outbox_oldest_age_seconds',
        help: 'Age of the oldest of them, 0 where there is none. It goes on growing while Postgres cannot be asked.',
      },
    );
  }

  publicationTried(isStored: boolean): void {
    this.published.inc({ outcome: isStored ? 'stored' : 'not_acknowledged' });
  }
}
