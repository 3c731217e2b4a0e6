import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from '../logger.js';
import type { SpanMetrics } from '../metrics/span-metrics.js';

const MOST_OFTEN_MS = 60_000;
const QUEUE_FULL = { code: 'queue_full', message: 'there are more spans than can be sent' };

/**
 * Counts the spans that the collector does not take, or for which there is no room while it is slow, and says so: once, then
 * at most once a minute, and when none are lost any more.
 */
export class PatientExporter implements SpanExporter {
  private lost = 0;
  /** Whether some had no room since the last batch that was taken. */
  private isFull = false;
  private toldAt = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds, never going back */
  constructor(
    private readonly exporter: SpanExporter,
    private readonly logger: Logger,
    private readonly metrics: SpanMetrics,
    private readonly now: () => number = () => performance.now(),
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.succeed();
      else this.lose('not_taken', spans.length, result.error);
      done({ code: ExportResultCode.SUCCESS });
    });
  }

  /** A span had no room in the queue that leads here. */
  drop(): void {
    this.isFull = true;
    this.lose('queue_full', 1, QUEUE_FULL);
  }

  forceFlush(): Promise<void> {
    return this.exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private succeed(): void {
    if (this.isFull) {
      this.isFull = false;
      return;
    }
    if (this.toldAt > Number.NEGATIVE_INFINITY && this.lost > 0)
      this.logger.info({ lost_spans: this.lost }, 'traces are exported again');
    this.lost = 0;
  }

  private lose(reason: 'not_taken' | 'queue_full', count: number, error: object | undefined): void {
    this.metrics.lost(reason, count);
    this.lost += count;
    if (this.now() - this.toldAt < MOST_OFTEN_MS) return;
    this.toldAt = this.now();
    const { code, message: cause } = (error ?? {}) as { code?: unknown; message?: unknown };
    this.logger.warn({ lost_spans: this.lost, code, cause }, 'traces cannot be exported');
  }
}
