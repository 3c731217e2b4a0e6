import 'reflect-metadata';
import { loadConfigOrExit, monitoringAddress, natsServer } from '@postern/config';
import { startService } from '@postern/messaging';
import { createLogger, Metrics } from '@postern/observability';
import { ClientsModule } from './clients.module.js';
import { clientsSettings } from './config.js';

const settings = loadConfigOrExit(clientsSettings);
const name = 'clients';
const logger = createLogger({ service: name, level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
await startService({
  name,
  logger,
  metrics: new Metrics(),
  nats: natsServer(settings),
  monitoring: monitoringAddress(settings),
  module: (link) => ClientsModule.with(settings, link, logger),
});
