import { Controller } from '@nestjs/common';
import { clientsHeartbeat, type EventOf } from '@postern/contracts';
import { HandlesEvent, type EventContext } from '@postern/messaging';
import { RecordCache } from './record-cache.js';

/** Turns the client service's heartbeat into trust in the records. */
@Controller()
export class FreshnessController {
  constructor(private readonly cache: RecordCache) {}

  /** Counts only once everything before it is handled, by this replica or another; until then it comes again. */
  @HandlesEvent(clientsHeartbeat)
  async heartbeat(
    { complete_until }: EventOf<typeof clientsHeartbeat>,
    context: EventContext,
  ): Promise<void> {
    if (!(await context.isNextInLine())) throw new Error('earlier events are not handled yet');
    await this.cache.markFresh(new Date(complete_until), await context.streamCreatedAt());
  }
}
