import { createRequire } from 'node:module';
import { collectDefaultMetrics } from 'prom-client';
import { Metrics } from './metrics.js';
import { SpanMetrics } from './span-metrics.js';

const { version } = createRequire(import.meta.url)('@postern/observability/package.json') as {
  readonly version: string;
};

/** The metrics of a process, its own needs among them: CPU, memory, event loop, garbage collection. */
export class ServiceMetrics extends Metrics {
  readonly spans: SpanMetrics;

  constructor() {
    super();
    collectDefaultMetrics({ register: this.registry });
    this.gauge({
      name: 'postern_build_info',
      help: 'Which release runs; the value is always 1.',
      labels: { version: 'version of the release' },
    }).from(() => 1, { version });
    this.spans = new SpanMetrics(this);
  }
}
