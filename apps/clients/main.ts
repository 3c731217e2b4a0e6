import 'reflect-metadata';
import { databaseServer, loadConfigOrExit, monitoringAddress, natsServer } from '@postern/config';
import { endOnSignal, startService } from '@postern/messaging';
import { createLogger, endOnError, startTracing } from '@postern/observability';
import { awaitSchema } from '@postern/persistence';
import { ClientsModule } from './clients.module.js';
import { clientsSettings } from './config.js';
import { ClientsMetrics } from './metrics/clients-metrics.js';
import { clientsSchema } from './schema.js';

endOnSignal();
const settings = loadConfigOrExit(clientsSettings);
const name = 'clients';
const logger = createLogger({ service: name, level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
endOnError(logger);
const metrics = new ClientsMetrics();
await startTracing(settings, { logger, metrics: metrics.spans });
await startService({
  name,
  logger,
  metrics,
  nats: natsServer(settings),
  monitoring: monitoringAddress(settings),
  before: () => awaitSchema(clientsSchema(databaseServer(settings)), logger),
  module: (link) => ClientsModule.with(settings, link, logger, metrics),
});
