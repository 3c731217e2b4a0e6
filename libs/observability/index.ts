export { Argon2Queue } from './argon2-queue.js';
export { causeOf } from './cause-of.js';
export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export { endOnError } from './end-on-error.js';
export { logFailure } from './log-failure.js';
export { Argon2Metrics } from './metrics/argon2-metrics.js';
export { LAG_SECONDS, QUICK_SECONDS, secondsSince } from './metrics/durations.js';
export { Metrics, type MetricFacts } from './metrics/metrics.js';
export { ServiceMetrics } from './metrics/service-metrics.js';
export { SpanMetrics } from './metrics/span-metrics.js';
export { MonitoringListener, type MonitoringAddress } from './monitoring-listener.js';
export { NestLogger } from './nest-logger.js';
export { LOGGER, LoggerModule } from './logger.module.js';
export { Readiness } from './readiness.js';
export { endTracing, startTracing } from './tracing/start-tracing.js';
export {
  inSpan,
  inSpanFrom,
  keepTrace,
  noteErrorInSpan,
  noteInSpan,
  outsideTraces,
  traceContext,
  tracing,
  type OpenSpan,
  type SpanFacts,
  type TraceContext,
} from './tracing/tracing.js';
