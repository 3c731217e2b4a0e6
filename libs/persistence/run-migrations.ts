import { DataSource } from 'typeorm';
import { dataSourceOptions, sessionOptions, type SchemaOptions } from './data-source-options.js';
import { lockNumber } from './locks.js';

/**
 * Brings a service's schema up to date and resolves to the names of what was run. Started twice at a time, one
 * waits for the other.
 */
export async function runMigrations(options: SchemaOptions): Promise<string[]> {
  // Without the time-outs of a running service: a migration may take long.
  const settings = { ...dataSourceOptions(options), extra: sessionOptions(options.schema) };
  const dataSource = await new DataSource(settings).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [lockNumber('migrations')]);
    await runner.query(`CREATE SCHEMA IF NOT EXISTS "${options.schema}"`);
    const run = await dataSource.runMigrations({ transaction: 'each' });
    return run.map((migration) => migration.name);
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}
