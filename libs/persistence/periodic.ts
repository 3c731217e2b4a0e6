import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { causeOf, type Logger } from '@postern/observability';
import { Wakeable } from './wakeable.js';

/**
 * A task that a service does every so often, from its start to its end. Where it fails, it is tried the next time; the log has
 * the first failure of a row, each with another cause, and the end.
 */
export abstract class Periodic implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: Wakeable;
  private lastCause: string | undefined;

  /** @param failure what the log says where it fails */
  constructor(
    everyMs: number,
    private readonly failure: string,
    protected readonly logger: Logger,
  ) {
    this.loop = new Wakeable(everyMs, () => this.attempt());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  /** Has it done at once, and again where it is being done now. */
  wake(): void {
    this.loop.wake();
  }

  /** Does it now. Never rejects. */
  async attempt(): Promise<void> {
    try {
      await this.perform();
      if (this.lastCause !== undefined) this.logger.info({ before: this.failure }, 'works again');
      this.lastCause = undefined;
    } catch (error) {
      const cause = causeOf(error);
      if (cause !== this.lastCause) this.logger.warn({ cause }, this.failure);
      this.lastCause = cause;
    }
  }

  protected abstract perform(): Promise<unknown>;
}
