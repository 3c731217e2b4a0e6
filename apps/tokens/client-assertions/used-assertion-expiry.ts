import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Periodic } from '@postern/persistence';
import { UsedAssertions } from './used-assertions.js';

const EVERY_MS = 60_000;

/** Forgets used assertions whose time is over. */
@Injectable()
export class UsedAssertionExpiry extends Periodic {
  constructor(
    private readonly used: UsedAssertions,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(EVERY_MS, 'used assertions could not be forgotten', logger);
  }

  protected perform(): Promise<unknown> {
    return this.used.forgetExpired();
  }
}
