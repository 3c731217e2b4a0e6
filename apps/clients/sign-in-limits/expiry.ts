import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Database, Periodic } from '@postern/persistence';

const EVERY_MS = 30_000;

/** Deletes counts of failed sign-ins whose minute is over. */
@Injectable()
export class FailedSignInExpiry extends Periodic {
  constructor(
    private readonly database: Database,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(EVERY_MS, 'counts of failed sign-ins could not be deleted', logger);
  }

  protected perform(): Promise<unknown> {
    return this.database.run((manager) => manager.query('DELETE FROM failed_sign_ins WHERE ends_at < now()'));
  }
}
