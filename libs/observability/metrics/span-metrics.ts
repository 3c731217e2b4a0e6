import type { Metrics } from './metrics.js';

/** The way of spans to the collector. */
export class SpanMetrics {
  private readonly spans;

  constructor(metrics: Metrics) {
    this.spans = metrics.counter({
      name: 'postern_spans_lost_total',
      help: 'Spans of kept traces that did not reach the collector.',
      labels: {
        reason: '`not_taken` by the collector, or `queue_full` where there are more than can be sent',
      },
    });
  }

  lost(reason: 'not_taken' | 'queue_full', count: number): void {
    this.spans.inc({ reason }, count);
  }
}
