import { Inject, Injectable } from '@nestjs/common';
import { supersedeClientRecord, type ChangedClient } from '@postern/contracts';
import { Deadline, NatsClient, RequestContext } from '@postern/messaging';
import { causeOf, LOGGER, type Logger } from '@postern/observability';
import { OutboxRelay } from '@postern/persistence';

/** How long a change waits for the token service; the event makes it certain anyway. */
const MOST_WAIT_MS = 500;
/** How late the token service may still do it: NATS may have held it back, together with our own answer. */
const STILL_WORTH_MS = 30_000;

/** How many changes are announced at a time. */
const MOST_AT_ONCE = 100;

/** Makes a committed change known at once, beside the event that makes it certain. */
@Injectable()
export class ClientChanges {
  constructor(
    private readonly relay: OutboxRelay,
    private readonly nats: NatsClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Resolves when the token service refuses what the change ended, or after a short wait. Never rejects. */
  async announce(change: ChangedClient & { deleted: boolean }, requestId: string): Promise<void> {
    this.relay.wake();
    try {
      const lasting = new RequestContext(requestId, Deadline.after(STILL_WORTH_MS));
      await this.nats.request(supersedeClientRecord, change, lasting, MOST_WAIT_MS);
    } catch (error) {
      const line = { client_id: change.client_id, request_id: requestId, cause: causeOf(error) };
      this.logger.warn(line, 'change is not confirmed by the token service yet, its event follows');
    }
  }

  /** The same for clients that changed together; beyond a number of them the events are as quick. */
  async announceAll(changes: readonly ChangedClient[], requestId: string): Promise<void> {
    const first = changes.slice(0, MOST_AT_ONCE);
    await Promise.all(first.map((change) => this.announce({ ...change, deleted: false }, requestId)));
    this.relay.wake();
  }
}
