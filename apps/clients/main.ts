import 'reflect-metadata';
import { loadConfigOrExit, monitoringAddress, natsServer } from '@postern/config';
import { startService } from '@postern/messaging';
import { createLogger } from '@postern/observability';
import { ClientsModule } from './clients.module.js';
import { clientsSettings } from './config.js';
import { ClientsMetrics } from './metrics/clients-metrics.js';

const settings = loadConfigOrExit(clientsSettings);
const name = 'clients';
const logger = createLogger({ service: name, level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const metrics = new ClientsMetrics();
await startService({
  name,
  logger,
  metrics,
  nats: natsServer(settings),
  monitoring: monitoringAddress(settings),
  module: (link) => ClientsModule.with(settings, link, logger, metrics),
});
