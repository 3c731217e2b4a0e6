import type { SamplingSettings, TracingSettings } from '@postern/config';
import type { Told } from './to-collector.js';
import { setTracing, tracing } from './tracing.js';

/**
 * Switches tracing on where the settings name a collector. Otherwise nothing of OpenTelemetry's SDK is even loaded.
 *
 * @param sampling where traces begin here; else this process follows the one that asks it
 */
export async function startTracing(
  settings: TracingSettings,
  told: Told,
  sampling?: SamplingSettings,
): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = settings;
  if (endpoint === undefined) return;
  const { traceToCollector } = await import('./to-collector.js');
  setTracing(traceToCollector(endpoint, settings, sampling, told));
}

/** Sends what is left and switches tracing off; waits two seconds for the collector at most. */
export async function endTracing(): Promise<void> {
  const ending = tracing();
  setTracing(undefined);
  await ending?.end();
}
