import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Database, Wakeable } from '@postern/persistence';

const EVERY_MS = 30_000;

/** Deletes replies whose ten minutes are over. */
@Injectable()
export class IdempotencyExpiry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop = new Wakeable(EVERY_MS, () => this.deleteExpired());

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  private async deleteExpired(): Promise<void> {
    try {
      await this.database.run((manager) =>
        manager.query('DELETE FROM idempotency_keys WHERE expires_at < now()'),
      );
    } catch (error) {
      this.logger.warn({ cause: String(error) }, 'expired idempotency keys could not be deleted');
    }
  }
}
