import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { clientsHeartbeat } from '@postern/contracts';
import { EventPublisher } from '@postern/messaging';
import { LOGGER, type Logger } from '@postern/observability';
import { Database, Outbox, Wakeable } from '@postern/persistence';

const EVERY_MS = 1_000;

/**
 * Says every second, through the stream itself, up to which moment the stream is complete. A token service that
 * has handled it, and all before it, knows that its records are no older than that.
 */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop = new Wakeable(EVERY_MS, () => this.beat());
  private failing = false;

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly publisher: EventPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  private async beat(): Promise<void> {
    try {
      const until = await this.database.run((manager) => this.outbox.completeUntil(manager));
      await this.publisher.publish(clientsHeartbeat, { complete_until: until.toISOString() });
      if (this.failing) this.logger.info('heartbeat is sent again');
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.logger.warn({ cause: String(error) }, 'heartbeat cannot be sent');
      this.failing = true;
    }
  }
}
