import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from '@postern/observability';
import type { Backlog } from './backlog.js';
import type { Database } from './database.js';
import { Wakeable } from './wakeable.js';

const EVERY_MS = 1_000;

interface Row {
  readonly waiting: number;
  readonly age_seconds: number;
}

/** Looks how much waits in a table, and for how long, so that nobody has to ask Postgres for each scrape. */
export abstract class BacklogWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop = new Wakeable(EVERY_MS, () => this.look());

  /** @param table whose rows have `created_at` */
  constructor(
    private readonly database: Database,
    private readonly table: string,
    private readonly backlog: Backlog,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  private async look(): Promise<void> {
    try {
      const rows = await this.database.run((manager) =>
        manager.query<Row[]>(
          `SELECT count(*)::int AS waiting,
             coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS age_seconds FROM ${this.table}`,
        ),
      );
      const { waiting, age_seconds } = rows[0]!;
      this.backlog.seen(waiting, age_seconds);
    } catch (error) {
      this.logger.debug({ cause: String(error), table: this.table }, 'what waits cannot be counted');
    }
  }
}
