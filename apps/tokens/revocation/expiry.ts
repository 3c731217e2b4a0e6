import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Wakeable } from '@postern/persistence';
import { KEPT_AFTER_EXPIRY_SECONDS, RevokedSet } from './revoked-set.js';
import { RevokedTokenRepository } from './revoked-token.repository.js';

const EVERY_MS = 60_000;

/** Forgets revoked tokens that have expired, in Postgres and in Redis. */
@Injectable()
export class RevokedTokenExpiry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop = new Wakeable(EVERY_MS, () => this.forget());

  constructor(
    private readonly repository: RevokedTokenRepository,
    private readonly set: RevokedSet,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  private async forget(): Promise<void> {
    const over = new Date(Date.now() - KEPT_AFTER_EXPIRY_SECONDS * 1_000);
    const outcomes = await Promise.allSettled([this.repository.deleteExpiredBefore(over), this.set.hold([])]);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        this.logger.debug({ cause: String(outcome.reason) }, 'expired revocations not forgotten yet');
    }
  }
}
