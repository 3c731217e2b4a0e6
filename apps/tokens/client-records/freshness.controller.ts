import { Controller, Inject } from '@nestjs/common';
import { clientsHeartbeat, type EventOf } from '@postern/contracts';
import { HandlesEvent, type EventContext } from '@postern/messaging';
import { causeOf, LOGGER, type Logger } from '@postern/observability';
import { FRESH_FOR_MS, RecordCache } from './record-cache.js';

/** Turns the client service's heartbeat into trust in the records. */
@Controller()
export class FreshnessController {
  private lastCounted = Date.now();
  private warned = false;

  constructor(
    private readonly cache: RecordCache,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Counts only once everything before it is handled, by this replica or another. One that does not count is passed
   * over and not tried again: the next comes in a second, and tries of many would keep each other from counting.
   */
  @HandlesEvent(clientsHeartbeat)
  async heartbeat(
    { complete_until }: EventOf<typeof clientsHeartbeat>,
    context: EventContext,
  ): Promise<void> {
    try {
      if (!(await context.isNextInLine())) throw new Error('earlier events are not handled yet');
      await this.cache.markFresh(new Date(complete_until), await context.streamCreatedAt());
      this.counted();
    } catch (error) {
      this.passedOver(causeOf(error));
    }
  }

  private counted(): void {
    if (this.warned) this.logger.info('heartbeats count again, client records are trusted');
    this.lastCounted = Date.now();
    this.warned = false;
  }

  private passedOver(cause: string): void {
    const lasting = !this.warned && Date.now() - this.lastCounted > FRESH_FOR_MS;
    if (lasting) this.warned = true;
    this.logger[lasting ? 'warn' : 'debug']({ cause }, 'heartbeat passed over');
  }
}
