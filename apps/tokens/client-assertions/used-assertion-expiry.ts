import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Wakeable } from '@postern/persistence';
import { UsedAssertions } from './used-assertions.js';

const EVERY_MS = 60_000;

/** Forgets used assertions whose time is over. */
@Injectable()
export class UsedAssertionExpiry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop = new Wakeable(EVERY_MS, () => this.forgetExpired());

  constructor(
    private readonly used: UsedAssertions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  private async forgetExpired(): Promise<void> {
    try {
      await this.used.forgetExpired();
    } catch (error) {
      this.logger.warn({ cause: String(error) }, 'used assertions could not be forgotten');
    }
  }
}
