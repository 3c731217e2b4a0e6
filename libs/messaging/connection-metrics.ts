import { type Metrics, QUICK_SECONDS, secondsSince } from '@postern/observability';
import { outcomeOf, OUTCOMES } from './outcome.js';

/** The connection to NATS, and what is asked over it. */
export class ConnectionMetrics {
  private readonly connected;
  private readonly losses;
  private readonly waiting;
  private readonly calls;

  constructor(metrics: Metrics) {
    this.connected = metrics.gauge({
      name: 'postern_nats_connected',
      help: '1 while there is a connection to NATS, else 0.',
      labels: {},
    });
    this.losses = metrics.counter({
      name: 'postern_nats_connections_lost_total',
      help: 'Connections to NATS that were lost, after each of which another was made or is tried for.',
      labels: {},
    });
    this.waiting = metrics.gauge({
      name: 'postern_nats_calls_waiting',
      help: 'Requests to other services that wait for a reply.',
      labels: {},
    });
    this.calls = metrics.histogram(
      {
        name: 'postern_nats_call_duration_seconds',
        help: 'Time that the caller of another service waits for its reply.',
        labels: { subject: 'what is asked, as `tokens.issue`', outcome: OUTCOMES },
      },
      QUICK_SECONDS,
    );
  }

  watchConnection(link: {
    readonly connected: boolean;
    readonly whenDown: (then: () => void) => void;
  }): void {
    this.connected.from(() => Number(link.connected));
    link.whenDown(() => this.losses.inc());
  }

  watchWaiting(waiting: { readonly size: number }): void {
    this.waiting.from(() => waiting.size);
  }

  /** Notes a request that has ended, with what it failed with where it did. */
  called(subject: string, begun: number, failure?: unknown): void {
    this.calls.observe({ subject, outcome: outcomeOf(failure) }, secondsSince(begun));
  }
}
