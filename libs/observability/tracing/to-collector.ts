import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { SamplingSettings, TracingSettings } from '@postern/config';
import type { Logger } from '../logger.js';
import type { SpanMetrics } from '../metrics/span-metrics.js';
import { OpenTelemetry } from './open-telemetry.js';
import { PatientExporter } from './patient-exporter.js';
import { queueWatch } from './queue-watch.js';
import { samplerOf } from './samplers.js';

/** Spans that wait to be sent; beyond that they are dropped. */
const MOST_WAITING = 2_048;
const BATCH = 512;
const EVERY_MS = 1_000;
/** How long the collector may take for a batch, and how long for what is left at the end; milliseconds. */
const EXPORT_TIMEOUT_MS = 5_000;
const LAST_EXPORT_TIMEOUT_MS = 2_000;

/** Who is told of what is lost. */
export interface Told {
  readonly logger: Logger;
  readonly metrics: SpanMetrics;
}

/** Tracing to the collector that the settings name. It waits for nobody: what the collector does not take is lost. */
export function traceToCollector(
  endpoint: string,
  settings: TracingSettings,
  sampling: SamplingSettings | undefined,
  { logger, metrics }: Told,
): OpenTelemetry {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint}/v1/traces`,
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    timeoutMillis: EXPORT_TIMEOUT_MS,
    concurrencyLimit: 2 + MOST_WAITING / BATCH,
    httpAgentOptions: { keepAlive: true, ...authority(settings.OTEL_EXPORTER_OTLP_CERTIFICATE) },
  });
  const patient = new PatientExporter(exporter, logger, metrics);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': settings.OTEL_SERVICE_NAME,
      'service.namespace': 'postern',
      'service.instance.id': randomUUID(),
      'host.name': hostname(),
    }),
    sampler: samplerOf(sampling),
    spanLimits: { attributeCountLimit: 32, attributeValueLengthLimit: 256, linkCountLimit: 1 },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: patient,
        selfObsMeterProvider: queueWatch(() => patient.drop()),
        maxQueueSize: MOST_WAITING,
        maxExportBatchSize: BATCH,
        scheduledDelayMillis: EVERY_MS,
        // After the exporter's own, so that its clearer error comes first.
        exportTimeoutMillis: 2 * EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  return new OpenTelemetry(provider.getTracer('postern'), async () => {
    const sent = provider.shutdown().catch(() => undefined);
    await Promise.race([sent, delay(LAST_EXPORT_TIMEOUT_MS, undefined, { ref: false })]);
  });
}

function authority(file: string | undefined) {
  return file === undefined ? {} : { ca: readFileSync(file, 'utf8') };
}
