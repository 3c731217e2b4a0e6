import { endTracing, Metrics, SpanMetrics, startTracing, tracing } from '@postern/observability';
import { TestCollector } from './collector.js';
import { eventually } from './eventually.js';
import { quiet } from './log-lines.js';
import type { TestResources } from './test-resources.js';
import type { ExportedSpan } from './trace-protocol.js';

/** Switches tracing on in this process, for traces that a test begins itself. */
export async function collectTraces(resources: TestResources) {
  const collector = await TestCollector.start(resources);
  await startTracing(
    { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'test' },
    { logger: quiet, metrics: new SpanMetrics(new Metrics()) },
    { OTEL_TRACES_SAMPLER: 'parentbased_always_on', OTEL_TRACES_SAMPLER_ARG: 1 },
  );
  resources.add(collector, () => endTracing());
  return {
    collector,
    /**
     * Does something as a new trace.
     *
     * @returns its spans, once there are these, each named by itself and those that it is within, outermost first
     */
    async traced(work: () => Promise<unknown>, ...names: string[]): Promise<Record<string, ExportedSpan>> {
      const span = tracing()!.begin({ name: 'begin', kind: 'server' }, {});
      const traceId = span.run(() => tracing()!.context()!.traceparent.split('-')[1]!);
      await span.run(work);
      span.end();
      return eventually(`spans ${names.join(', ')}`, () => {
        const spans = byPath(collector.trace(traceId));
        const missing = names.filter((name) => !(name in spans));
        if (missing.length > 0) throw new Error(`Only ${Object.keys(spans).join(', ')}`);
        return spans;
      });
    },
  };
}

/** Spans of a trace by their names and those of the ones that they are within, as `outer > inner`. */
export function byPath(spans: readonly ExportedSpan[]): Record<string, ExportedSpan> {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const pathOf = ({ name, parentSpanId }: ExportedSpan): string => {
    const parent = byId.get(parentSpanId);
    return parent === undefined ? name : `${pathOf(parent)} > ${name}`;
  };
  return Object.fromEntries(spans.map((span) => [pathOf(span), span]));
}
