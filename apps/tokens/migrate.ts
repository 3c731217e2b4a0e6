import 'reflect-metadata';
import { databaseUrl, loadConfigOrExit, logFormat, logLevel } from '@postern/config';
import { createLogger } from '@postern/observability';
import { runMigrations } from '@postern/persistence';
import { z } from 'zod';
import { tokensSchema } from './schema.js';

const settings = loadConfigOrExit(
  z.object({ DATABASE_URL: databaseUrl, LOG_LEVEL: logLevel, LOG_FORMAT: logFormat }),
);
const logger = createLogger({ service: 'tokens', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const run = await runMigrations(tokensSchema(settings.DATABASE_URL));
logger.info({ run }, run.length === 0 ? 'schema is up to date' : 'schema brought up to date');
