import 'reflect-metadata';
import { databaseServer, loadConfigOrExit, monitoringAddress, natsServer } from '@postern/config';
import { endOnSignal, startService } from '@postern/messaging';
import { createLogger, endOnError, startTracing } from '@postern/observability';
import { awaitSchema } from '@postern/persistence';
import { tokensSettings } from './config.js';
import { TokensMetrics } from './metrics/tokens-metrics.js';
import { tokensSchema } from './schema.js';
import { TokensModule } from './tokens.module.js';

endOnSignal();
const settings = loadConfigOrExit(tokensSettings);
const name = 'tokens';
const logger = createLogger({ service: name, level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
endOnError(logger);
const metrics = new TokensMetrics();
await startTracing(settings, { logger, metrics: metrics.spans });
await startService({
  name,
  logger,
  metrics,
  nats: natsServer(settings),
  monitoring: monitoringAddress(settings),
  before: () => awaitSchema(tokensSchema(databaseServer(settings)), logger),
  module: (link) => TokensModule.with(settings, link, logger, metrics),
});
