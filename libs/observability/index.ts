export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export { logFailure } from './log-failure.js';
export { Metrics, type MetricFacts } from './metrics.js';
export { MonitoringListener, type MonitoringAddress } from './monitoring-listener.js';
export { NestLogger } from './nest-logger.js';
export { LOGGER, LoggerModule } from './logger.module.js';
export { Readiness } from './readiness.js';
