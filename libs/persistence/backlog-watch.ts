import type { Logger } from '@postern/observability';
import type { Backlog } from './backlog.js';
import type { Database } from './database.js';
import { Periodic } from './periodic.js';

const EVERY_MS = 1_000;

interface Row {
  readonly waiting: number;
  readonly age_seconds: number;
}

/** Looks how much waits in a table, and for how long, so that nobody has to ask Postgres for each scrape. */
export abstract class BacklogWatch extends Periodic {
  /** @param table whose rows have `created_at` */
  constructor(
    private readonly database: Database,
    private readonly table: string,
    private readonly backlog: Backlog,
    logger: Logger,
  ) {
    super(EVERY_MS, `how much waits in ${table} cannot be told`, logger);
  }

  protected async perform(): Promise<void> {
    const rows = await this.database.run((manager) =>
      manager.query<Row[]>(
        `SELECT count(*)::int AS waiting,
           coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS age_seconds FROM ${this.table}`,
      ),
    );
    const { waiting, age_seconds } = rows[0]!;
    this.backlog.seen(waiting, age_seconds);
  }
}
