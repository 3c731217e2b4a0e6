import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Database, Periodic } from '@postern/persistence';

const EVERY_MS = 30_000;

/** Deletes replies whose ten minutes are over. */
@Injectable()
export class IdempotencyExpiry extends Periodic {
  constructor(
    private readonly database: Database,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(EVERY_MS, 'expired idempotency keys could not be deleted', logger);
  }

  protected perform(): Promise<unknown> {
    return this.database.run((manager) =>
      manager.query('DELETE FROM idempotency_keys WHERE expires_at < now()'),
    );
  }
}
