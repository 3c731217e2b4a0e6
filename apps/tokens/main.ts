import 'reflect-metadata';
import { loadConfigOrExit, monitoringAddress, natsServer } from '@postern/config';
import { startService } from '@postern/messaging';
import { createLogger, Metrics } from '@postern/observability';
import { tokensSettings } from './config.js';
import { TokensModule } from './tokens.module.js';

const settings = loadConfigOrExit(tokensSettings);
const name = 'tokens';
const logger = createLogger({ service: name, level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
await startService({
  name,
  logger,
  metrics: new Metrics(),
  nats: natsServer(settings),
  monitoring: monitoringAddress(settings),
  module: (link) => TokensModule.with(settings, link, logger),
});
