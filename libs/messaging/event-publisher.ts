import { jetstream } from '@nats-io/jetstream';
import type { EventContract, EventOf } from '@postern/contracts';
import type { TraceContext } from '@postern/observability';
import { encodeEvent } from './event-body.js';
import { ensureStream, streamOf } from './event-streams.js';
import { spanOfPublish, traceHeaders } from './message-spans.js';
import type { NatsLink } from './nats-link.js';

/** How long JetStream has to acknowledge; milliseconds. */
const ACK_TIMEOUT_MS = 1_000;

/** Publishes events to JetStream and waits until they are stored. */
export class EventPublisher {
  constructor(private readonly link: NatsLink) {}

  /**
   * Resolves when the stream has stored the event. Published again with the same id within two minutes, it is
   * stored once.
   *
   * @param cause the trace that the event belongs to, of one that has waited; else the one under way
   * @throws Error when there is no acknowledgement in time; the event may be stored nevertheless.
   */
  publishRaw(subject: string, payload: string, id?: string, cause?: TraceContext): Promise<void> {
    return spanOfPublish(subject, cause, () => this.store(subject, payload, id));
  }

  publish<E extends EventContract>(contract: E, payload: EventOf<E>): Promise<void> {
    return this.publishRaw(
      contract.subject,
      encodeEvent(contract, contract.payload.parse(payload) as EventOf<E>),
    );
  }

  private async store(subject: string, payload: string, id: string | undefined): Promise<void> {
    const options = {
      timeout: ACK_TIMEOUT_MS,
      ...(id !== undefined && { msgID: id }),
      ...traceHeaders(),
    };
    const { connection, connected } = this.link;
    if (!connected) throw new Error('no NATS connection');
    try {
      await jetstream(connection).publish(subject, payload, options);
    } catch (error) {
      if (!connection.isClosed() && isMissingStream(error)) {
        await ensureStream(connection, streamOf(subject));
        await jetstream(connection).publish(subject, payload, options);
      } else throw error;
    }
  }
}

/** Nobody answers a publish whose subject no stream holds. */
function isMissingStream(error: unknown): boolean {
  return error instanceof Error && /no responders|503/.test(`${error.message} ${String(error.cause)}`);
}
