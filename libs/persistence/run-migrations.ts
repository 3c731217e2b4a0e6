import { DataSource, type QueryRunner } from 'typeorm';
import { dataSourceOptions, sessionOptions, type SchemaOptions } from './data-source-options.js';
import { lockNumber } from './locks.js';
import { grantRights } from './rights.js';

/**
 * How long a change of a table waits for those who use it, in milliseconds. Every statement that comes later waits behind it, so
 * it gives up before they do. Above a second, in which Postgres itself ends a vacuum that is in the way.
 */
const LOCK_TIMEOUT_MS = 1_500;

/**
 * Brings a service's schema up to date and resolves to the names of what was run. Started twice at a time, one
 * waits for the other.
 *
 * @param serviceRole as whom the running service connects, to be given the rights that it needs; unless given, it has
 *   to be the one that migrates
 */
export async function runMigrations(options: SchemaOptions, serviceRole?: string): Promise<string[]> {
  // Without the time-outs of a running service: a migration may take long.
  const extra = { ...sessionOptions(options.schema), lock_timeout: LOCK_TIMEOUT_MS };
  const settings = { ...dataSourceOptions(options), extra };
  const dataSource = await new DataSource(settings).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    // Another migration may take as long as it takes.
    await runner.query('SET lock_timeout = 0');
    await runner.query('SELECT pg_advisory_lock($1)', [lockNumber('migrations')]);
    // Asked for one that is there, Postgres would still refuse who may not make any.
    const [{ missing }] = (await runner.query('SELECT to_regnamespace($1) IS NULL AS missing', [
      options.schema,
    ])) as [{ missing: boolean }];
    if (missing) await runner.query(`CREATE SCHEMA ${options.schema}`);
    const run = await dataSource.runMigrations({ transaction: 'each' });
    if (serviceRole !== undefined) {
      const keep = await isOfLaterRelease(runner, dataSource, options.schema);
      await grantRights(runner, options.schema, options.rights, serviceRole, { keep });
    }
    return run.map((migration) => migration.name);
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

/** Whether a later release has migrated it already, whose replicas may be running. */
async function isOfLaterRelease(
  runner: QueryRunner,
  { migrations }: DataSource,
  schema: string,
): Promise<boolean> {
  const known = migrations.map(({ name, constructor }) => name ?? constructor.name);
  const rows = (await runner.query(`SELECT name FROM ${schema}.migrations WHERE name <> ALL($1)`, [
    known,
  ])) as unknown[];
  return rows.length > 0;
}
