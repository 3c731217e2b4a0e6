import { DataSource } from 'typeorm';
import { dataSourceOptions, sessionOptions, type SchemaOptions } from './data-source-options.js';
import { lockNumber } from './locks.js';
import { grantRights } from './rights.js';

/**
 * Brings a service's schema up to date and resolves to the names of what was run. Started twice at a time, one
 * waits for the other.
 *
 * @param serviceRole as whom the running service connects, to be given the rights that it needs; unless given, it has
 *   to be the one that migrates
 */
export async function runMigrations(options: SchemaOptions, serviceRole?: string): Promise<string[]> {
  // Without the time-outs of a running service: a migration may take long.
  const settings = { ...dataSourceOptions(options), extra: sessionOptions(options.schema) };
  const dataSource = await new DataSource(settings).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [lockNumber('migrations')]);
    // Asked for one that is there, Postgres would still refuse who may not make any.
    const [{ missing }] = (await runner.query('SELECT to_regnamespace($1) IS NULL AS missing', [
      options.schema,
    ])) as [{ missing: boolean }];
    if (missing) await runner.query(`CREATE SCHEMA ${options.schema}`);
    const run = await dataSource.runMigrations({ transaction: 'each' });
    if (serviceRole !== undefined) await grantRights(runner, options.schema, options.rights, serviceRole);
    return run.map((migration) => migration.name);
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}
