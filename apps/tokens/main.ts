import 'reflect-metadata';
import { loadConfigOrExit, natsServer } from '@postern/config';
import { NatsLink, startService } from '@postern/messaging';
import { createLogger } from '@postern/observability';
import { tokensSettings } from './config.js';
import { TokensModule } from './tokens.module.js';

const settings = loadConfigOrExit(tokensSettings);
const name = 'tokens';
const logger = createLogger({ service: name, level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const link = await NatsLink.connect({ ...natsServer(settings), service: name, logger });
await startService({ name, link, logger, module: TokensModule.with(settings, link, logger) });
