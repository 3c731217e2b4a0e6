import { createNoopMeter, type Attributes, type MeterProvider } from '@opentelemetry/api';

/** How the SDK calls its count of spans that it is done with, and what it says of one for which its queue had no room. */
const PROCESSED = 'otel.sdk.processor.span.processed';
const QUEUE_FULL = 'queue_full';

/**
 * Hears of each span that the SDK drops since its queue is full, which it tells nobody but the metrics that it keeps of
 * itself.
 */
export function queueWatch(dropped: () => void): MeterProvider {
  const counter = {
    add: (_: number, attributes?: Attributes) => {
      if (attributes?.['error.type'] === QUEUE_FULL) dropped();
    },
  };
  const noop = createNoopMeter();
  const meter = Object.create(noop, {
    createCounter: {
      value: (name: string) => (name === PROCESSED ? counter : noop.createCounter(name)),
    },
  }) as typeof noop;
  return { getMeter: () => meter };
}
