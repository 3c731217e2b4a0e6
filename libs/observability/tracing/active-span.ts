import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';

/**
 * The span that what runs now is within; of traces that are kept alone. It is told by an `AsyncLocalStorage` that is on
 * only while there is such a span: on Node 20 one that is on costs every promise of the process.
 */
export class ActiveSpan {
  private readonly storage = new AsyncLocalStorage<Span | undefined>();
  private open = 0;

  get(): Span | undefined {
    return this.storage.getStore();
  }

  run<T>(span: Span | undefined, work: () => T): T {
    return span === this.get() ? work() : this.storage.run(span, work);
  }

  /** To be called for each span that begins, */
  began(): void {
    this.open++;
  }

  /** and when it has ended. What still runs of it then is within none. */
  ended(): void {
    this.open--;
    if (this.open === 0) this.storage.disable();
  }
}
