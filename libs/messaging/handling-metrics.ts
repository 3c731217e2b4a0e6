import { LAG_SECONDS, type Metrics, QUICK_SECONDS, secondsSince } from '@postern/observability';
import { outcomeOf, OUTCOMES } from './outcome.js';

const EVENT = 'which kind, as `events.clients.client.deleted`';

/** What a service is asked, and the events that it hears. */
export class HandlingMetrics {
  private readonly inHand;
  private readonly requests;
  private readonly late;
  private readonly eventLag;
  private readonly retries;

  constructor(metrics: Metrics) {
    const subject = 'what is asked, as `tokens.issue`';
    this.inHand = metrics.gauge({
      name: 'postern_nats_requests_in_hand',
      help: 'Requests of other services that are worked on.',
      labels: {},
    });
    this.requests = metrics.histogram(
      {
        name: 'postern_nats_request_duration_seconds',
        help: 'Time from the arrival of a request of another service to the reply.',
        labels: { subject, outcome: OUTCOMES },
      },
      QUICK_SECONDS,
    );
    this.late = metrics.counter({
      name: 'postern_nats_requests_late_total',
      help: 'Requests that were not worked on, since nobody waited for the reply any more when they arrived.',
      labels: { subject },
    });
    this.eventLag = metrics.histogram(
      {
        name: 'postern_event_lag_seconds',
        help: 'Time from when the stream has an event to when it is handled, by two clocks.',
        labels: { subject: EVENT },
      },
      LAG_SECONDS,
    );
    this.retries = metrics.counter({
      name: 'postern_event_retries_total',
      help: 'Tries to handle an event that failed, after which it comes again.',
      labels: {
        subject: EVENT,
        reason: '`not_understood` where it is not as this version knows it, or `not_handled`',
      },
    });
  }

  watchInHand(read: () => number): void {
    this.inHand.from(read);
  }

  /** Notes a request that is replied to, with what it failed with where it did. */
  replied(subject: string, begun: number, failure?: unknown): void {
    this.requests.observe({ subject, outcome: outcomeOf(failure) }, secondsSince(begun));
  }

  cameLate(subject: string): void {
    this.late.inc({ subject });
  }

  /** @param storedAt milliseconds since the epoch */
  eventHandled(subject: string, storedAt: number): void {
    this.eventLag.observe({ subject }, Math.max(0, Date.now() - storedAt) / 1_000);
  }

  eventToBeRetried(subject: string, reason: 'not_understood' | 'not_handled'): void {
    this.retries.inc({ subject, reason });
  }
}
