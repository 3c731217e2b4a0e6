import 'reflect-metadata';
import { databaseUrl, loadConfigOrExit, logFormat, logLevel } from '@postern/config';
import { createLogger } from '@postern/observability';
import { runMigrations } from '@postern/persistence';
import { z } from 'zod';
import { clientsSchema } from './schema.js';

const settings = loadConfigOrExit(
  z.object({ DATABASE_URL: databaseUrl, LOG_LEVEL: logLevel, LOG_FORMAT: logFormat }),
);
const logger = createLogger({ service: 'clients', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const run = await runMigrations(clientsSchema(settings.DATABASE_URL));
logger.info({ run }, run.length === 0 ? 'schema is up to date' : `schema brought up to date`);
