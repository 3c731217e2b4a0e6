import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Periodic } from '@postern/persistence';
import { KEPT_AFTER_EXPIRY_SECONDS, RevokedSet } from './revoked-set.js';
import { RevokedTokenRepository } from './revoked-token.repository.js';

const EVERY_MS = 60_000;

/** Forgets revoked tokens that have expired, in Postgres and in Redis. */
@Injectable()
export class RevokedTokenExpiry extends Periodic {
  constructor(
    private readonly repository: RevokedTokenRepository,
    private readonly set: RevokedSet,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(EVERY_MS, 'expired revocations are not forgotten yet', logger);
  }

  protected async perform(): Promise<void> {
    const over = new Date(Date.now() - KEPT_AFTER_EXPIRY_SECONDS * 1_000);
    const outcomes = await Promise.allSettled([this.repository.deleteExpiredBefore(over), this.set.hold([])]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }
}
