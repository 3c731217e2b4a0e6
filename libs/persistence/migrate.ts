import {
  databaseServer,
  databaseSettings,
  loadConfigOrExit,
  logFormat,
  logLevel,
  setting,
} from '@postern/config';
import { endOnSignal } from '@postern/messaging';
import { createLogger, endOnError } from '@postern/observability';
import { z } from 'zod';
import type { SchemaOptions } from './data-source-options.js';
import { runMigrations } from './run-migrations.js';

/** Settings of the command that migrates; it needs none of its service's secrets. */
export const migrationSettings = z.object({
  ...databaseSettings,
  DATABASE_SERVICE_ROLE: setting(z.string().optional(), {
    description:
      'Postgres role that the running service connects as: it is given what the service needs, and nothing else. Unless set, the service has to connect as the role that migrates.',
  }),
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});

/** The command that brings a service's schema up to date. */
export async function migrate(schemaAt: (url: string) => SchemaOptions): Promise<void> {
  endOnSignal();
  const settings = loadConfigOrExit(migrationSettings);
  const schema = schemaAt(databaseServer(settings));
  const { LOG_LEVEL: level, LOG_FORMAT: format } = settings;
  const logger = createLogger({ service: schema.schema, level, format });
  endOnError(logger);
  const run = await runMigrations(schema, settings.DATABASE_SERVICE_ROLE);
  logger.info({ run }, run.length === 0 ? 'schema is up to date' : 'schema brought up to date');
}
