import { databaseUrl, loadConfigOrExit, logFormat, logLevel } from '@postern/config';
import { createLogger } from '@postern/observability';
import { z } from 'zod';
import type { SchemaOptions } from './data-source-options.js';
import { runMigrations } from './run-migrations.js';

/** Settings of the command that migrates; it needs none of its service's secrets. */
export const migrationSettings = z.object({
  DATABASE_URL: databaseUrl,
  LOG_LEVEL: logLevel,
  LOG_FORMAT: logFormat,
});

/** The command that brings a service's schema up to date. */
export async function migrate(schemaAt: (url: string) => SchemaOptions): Promise<void> {
  const settings = loadConfigOrExit(migrationSettings);
  const schema = schemaAt(settings.DATABASE_URL);
  const { LOG_LEVEL: level, LOG_FORMAT: format } = settings;
  const logger = createLogger({ service: schema.schema, level, format });
  const run = await runMigrations(schema);
  logger.info({ run }, run.length === 0 ? 'schema is up to date' : 'schema brought up to date');
}
