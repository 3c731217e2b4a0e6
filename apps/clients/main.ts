import 'reflect-metadata';
import { loadConfigOrExit, natsServer } from '@postern/config';
import { NatsLink, startService } from '@postern/messaging';
import { createLogger } from '@postern/observability';
import { ClientsModule } from './clients.module.js';
import { clientsSettings } from './config.js';

const settings = loadConfigOrExit(clientsSettings);
const name = 'clients';
const logger = createLogger({ service: name, level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const link = await NatsLink.connect({ ...natsServer(settings), service: name, logger });
await startService({ name, link, logger, module: ClientsModule.with(settings, link, logger) });
