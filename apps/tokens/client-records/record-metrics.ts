import { LAG_SECONDS, type Metrics } from '@postern/observability';

/** What a reading of Redis comes to. */
export type RecordRead = 'hit' | 'miss' | 'stale' | 'failed';
/** What becomes of a record that was asked for. */
export type RecordFill = 'kept' | 'passed_on' | 'overtaken' | 'failed';

/** The client records: how often Redis has them, how fresh they are, and how soon a change ends them. */
export class RecordMetrics {
  private readonly reads;
  private readonly fills;
  private readonly latency;
  /** Milliseconds since the epoch; from its start on a replica waits for it to become later. */
  private completeUntil = Date.now();

  constructor(metrics: Metrics) {
    this.reads = metrics.counter({
      name: 'postern_client_record_reads_total',
      help: 'Client records that were looked for in Redis.',
      labels: {
        outcome:
          '`hit`; `miss` where there is none; `stale` where it is not to be trusted; `failed` where Redis does not answer',
      },
    });
    this.fills = metrics.counter({
      name: 'postern_client_record_fills_total',
      help: 'Client records that were asked of the client service.',
      labels: {
        outcome:
          '`kept` in Redis; `passed_on` to who asked, where Redis does not answer or records are not fresh; `overtaken` by a change and read again; `failed` where the client service does not answer',
      },
    });
    metrics
      .gauge({
        name: 'postern_client_records_age_seconds',
        help: 'Time since the moment up to which client records are known to be complete, by the last heartbeat that this replica handled or read of. Beyond 5 s none is trusted.',
        labels: {},
      })
      .from(() => Math.max(0, Date.now() - this.completeUntil) / 1_000);
    this.latency = metrics.histogram(
      {
        name: 'postern_revocation_latency_seconds',
        help: 'Time from a change of a client to when no replica trusts anything of before, by two clocks.',
        labels: { change: '`updated` or `deleted`' },
      },
      LAG_SECONDS,
    );
    // The first change is to be seen as one more, not as the first that is known of.
    for (const change of ['updated', 'deleted'] as const) this.latency.zero({ change });
  }

  read(outcome: RecordRead): void {
    this.reads.inc({ outcome });
  }

  filled(outcome: RecordFill): void {
    this.fills.inc({ outcome });
  }

  /** @param until milliseconds since the epoch */
  completeAt(until: number): void {
    if (until > this.completeUntil) this.completeUntil = until;
  }

  /** @param occurredAt RFC 3339 */
  superseded(change: 'updated' | 'deleted', occurredAt: string): void {
    this.latency.observe({ change }, Math.max(0, Date.now() - Date.parse(occurredAt)) / 1_000);
  }
}
