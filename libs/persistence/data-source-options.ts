import { tracing } from '@postern/observability';
import type { DataSourceOptions, EntitySchema, MigrationInterface } from 'typeorm';
import type { Rights } from './rights.js';
import { TracedClient } from './traced-client.js';

export interface SchemaOptions {
  /** URL of Postgres. */
  readonly url: string;
  /** The one Postgres schema that the service owns. */
  readonly schema: string;
  readonly entities: (new () => object)[] | EntitySchema[];
  readonly migrations: (new () => MigrationInterface)[];
  /** After all migrations; a table that is not named here the running service cannot use. */
  readonly rights: Rights;
  /** Connections that the process holds at most; ten unless given. */
  readonly poolSize?: number;
}

/** Time-outs in milliseconds; each is below what a caller of the service waits. */
const CONNECT_TIMEOUT_MS = 1_900;
const STATEMENT_TIMEOUT_MS = 1_900;

/** How every service reaches its schema: the driver's settings, never `synchronize`, nothing run by itself. */
export function dataSourceOptions(options: SchemaOptions): DataSourceOptions {
  const { url, schema, entities, migrations, poolSize = 10 } = options;
  return {
    type: 'postgres',
    url,
    schema,
    entities,
    migrations,
    migrationsTableName: 'migrations',
    synchronize: false,
    installExtensions: false,
    logging: false,
    applicationName: `postern-${schema}`,
    poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      ...sessionOptions(schema),
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // A little later than the server's own, so that its clearer error comes first.
      query_timeout: STATEMENT_TIMEOUT_MS + 500,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
      ...(tracing() !== undefined && { Client: TracedClient }),
    },
  };
}

/** Every statement without a schema means the service's own. */
export function sessionOptions(schema: string): { options: string } {
  return { options: `-c search_path=${schema} -c timezone=UTC` };
}
