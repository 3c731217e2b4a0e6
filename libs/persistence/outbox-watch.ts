import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Database } from './database.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { Wakeable } from './wakeable.js';

const EVERY_MS = 1_000;

interface Row {
  readonly waiting: number;
  readonly age_seconds: number;
}

/** Looks how much waits in the outbox, and for how long, so that nobody has to ask Postgres for each scrape. */
@Injectable()
export class OutboxWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop = new Wakeable(EVERY_MS, () => this.look());

  constructor(
    private readonly database: Database,
    private readonly metrics: OutboxMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
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
             coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS age_seconds FROM outbox`,
        ),
      );
      const { waiting, age_seconds } = rows[0]!;
      this.metrics.seen(waiting, age_seconds);
    } catch (error) {
      this.logger.debug({ cause: String(error) }, 'the outbox cannot be looked at');
    }
  }
}
