import type { JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { streamManager } from './event-streams.js';

/** Where an event stands in its stream. */
export class EventContext {
  constructor(
    private readonly connection: NatsConnection,
    private readonly message: JsMsg,
  ) {}

  /** How many times it has been delivered, this one included. */
  get deliveryCount(): number {
    return this.message.info.deliveryCount;
  }

  /** Which incarnation of the stream this is; another one may have lost events of this one. */
  async streamCreatedAt(): Promise<string> {
    const manager = await streamManager(this.connection);
    return (await manager.streams.info(this.message.info.stream)).created;
  }

  /** Whether every event that stands before this one in the stream is handled, by whichever replica. */
  async isNextInLine(): Promise<boolean> {
    const manager = await streamManager(this.connection);
    const { stream, consumer, streamSequence } = this.message.info;
    const { ack_floor, delivered } = await manager.consumers.info(stream, consumer);
    // A consumer that was lost and made anew knows nothing yet of what stands before this event.
    if (delivered.stream_seq < streamSequence) return false;
    if (ack_floor.stream_seq >= streamSequence - 1) return true;
    const { state } = await manager.streams.info(stream);
    return state.first_seq >= streamSequence;
  }
}
