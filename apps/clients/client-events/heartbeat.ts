import { Inject, Injectable } from '@nestjs/common';
import { clientsHeartbeat } from '@postern/contracts';
import { EventPublisher } from '@postern/messaging';
import { LOGGER, type Logger } from '@postern/observability';
import { Database, Outbox, Periodic } from '@postern/persistence';

const EVERY_MS = 1_000;

/**
 * Says every second, through the stream itself, up to which moment the stream is complete. A token service that
 * has handled it, and all before it, knows that its records are no older than that.
 */
@Injectable()
export class Heartbeat extends Periodic {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly publisher: EventPublisher,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(EVERY_MS, 'heartbeat cannot be sent', logger);
  }

  protected async perform(): Promise<void> {
    const until = await this.database.run((manager) => this.outbox.completeUntil(manager));
    await this.publisher.publish(clientsHeartbeat, { complete_until: until.toISOString() });
  }
}
