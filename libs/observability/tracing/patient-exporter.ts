import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from '../logger.js';

const MOST_OFTEN_MS = 60_000;

/**
 * Says when the collector does not take what it is sent: once, then at most once a minute, and when it does again.
 * What it did not take is lost.
 */
export class PatientExporter implements SpanExporter {
  private lost = 0;
  private toldAt = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds, never going back */
  constructor(
    private readonly exporter: SpanExporter,
    private readonly logger: Logger,
    private readonly now: () => number = () => performance.now(),
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.SUCCESS) this.succeed();
      else this.fail(spans.length, result.error);
      done({ code: ExportResultCode.SUCCESS });
    });
  }

  forceFlush(): Promise<void> {
    return this.exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private succeed(): void {
    if (this.toldAt > Number.NEGATIVE_INFINITY && this.lost > 0)
      this.logger.info({ lost_spans: this.lost }, 'traces are exported again');
    this.lost = 0;
  }

  private fail(count: number, error: Error | undefined): void {
    this.lost += count;
    if (this.now() - this.toldAt < MOST_OFTEN_MS) return;
    this.toldAt = this.now();
    const { code, message: cause } = (error ?? {}) as { code?: unknown; message?: unknown };
    this.logger.warn({ lost_spans: this.lost, code, cause }, 'traces cannot be exported');
  }
}
