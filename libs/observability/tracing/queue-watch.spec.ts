import { describe, expect, it } from '@jest/globals';
import { BatchSpanProcessor, InMemorySpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { queueWatch } from './queue-watch.js';

describe('the queue of the SDK', () => {
  it('tells of each span that it drops, and of no other', async () => {
    let dropped = 0;
    const exporter = new InMemorySpanExporter();
    const processor = new BatchSpanProcessor({
      exporter,
      maxQueueSize: 4,
      maxExportBatchSize: 4,
      scheduledDelayMillis: 60_000,
      selfObsMeterProvider: queueWatch(() => dropped++),
    });
    const tracer = new TracerProvider({ spanProcessors: [processor] }).getTracer('test');
    const end = (spans: number) => {
      for (let span = 0; span < spans; span++) tracer.startSpan('one').end();
    };
    const arrived = () => exporter.getFinishedSpans().length;
    end(4);
    expect(dropped).toBe(0);
    end(20);
    await processor.forceFlush();
    expect(dropped + arrived()).toBe(24);
    expect(dropped).toBeGreaterThan(0);
    const before = { dropped, arrived: arrived() };
    end(3);
    await processor.forceFlush();
    expect({ dropped, arrived: arrived() }).toEqual({ ...before, arrived: before.arrived + 3 });
    await processor.shutdown();
  });
});
