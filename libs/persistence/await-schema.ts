import { setTimeout as delay } from 'node:timers/promises';
import { causeOf, type Logger } from '@postern/observability';
import { DataSource, MigrationExecutor } from 'typeorm';
import { dataSourceOptions, type SchemaOptions } from './data-source-options.js';

const PAUSE_MS = 1_000;

/**
 * Resolves once Postgres answers and the schema is as new as this process, which changes nothing in it. So a new release
 * may be started together with its migrations.
 */
export async function awaitSchema(schema: SchemaOptions, logger: Logger): Promise<void> {
  let told: string | undefined;
  for (;;) {
    const { missing, cause } = await lookAt(schema);
    const lacking = missing ?? cause;
    if (lacking === undefined) return;
    // Said once, and again when it is another.
    if (lacking !== told) {
      if (missing === undefined) logger.warn({ cause }, 'waiting for Postgres');
      else logger.info({ missing }, 'waiting for the schema');
    }
    told = lacking;
    await delay(PAUSE_MS);
  }
}

/** Classes of errors that say what is not there yet, and not that Postgres refuses us: before the first migration we may not even look. */
const NOT_THERE = /^(42|3F)/;

/** What of the schema is missing, or why that cannot be told, in words; neither where there is nothing to wait for. */
async function lookAt(schema: SchemaOptions): Promise<{ missing?: string; cause?: string }> {
  const dataSource = new DataSource(dataSourceOptions(schema));
  try {
    await dataSource.initialize();
    const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
    const missing =
      pending.length > 0 ? pending.map(({ name }) => name) : await missingRights(dataSource, schema);
    return missing.length === 0 ? {} : { missing: missing.join() };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== undefined && NOT_THERE.test(code) ? { missing: code } : { cause: causeOf(error) };
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

/** They are given last, when a migration counts as run already. */
async function missingRights(dataSource: DataSource, { schema, rights }: SchemaOptions): Promise<string[]> {
  const wanted = Object.entries(rights).flatMap(([table, statements]) =>
    statements.map((statement) => [`${schema}.${table}`, statement] as const),
  );
  const rows: { missing: string }[] = await dataSource.query(
    `SELECT concat_ws(' on ', statement, relation) AS missing
       FROM unnest($1::text[], $2::text[]) AS wanted (relation, statement)
      WHERE NOT has_table_privilege(relation, statement)`,
    [wanted.map(([table]) => table), wanted.map(([, statement]) => statement)],
  );
  return rows.map(({ missing }) => missing);
}
