import { setTimeout as delay } from 'node:timers/promises';
import { JetStreamApiCodes, JetStreamApiError, type JsMsg } from '@nats-io/jetstream';
import type { EventContract } from '@postern/contracts';
import { causeOf, noteErrorInSpan, type Logger } from '@postern/observability';
import { decodeEvent, UnknownVersion } from './event-body.js';
import { EventContext } from './event-context.js';
import { ensureConsumer, streamManager } from './event-streams.js';
import type { HandlingMetrics } from './handling-metrics.js';
import { KeyedQueue } from './keyed-queue.js';
import { spanOfEvent } from './message-spans.js';
import type { NatsLink } from './nats-link.js';

/** Events that one replica handles at a time. */
const BATCH = 32;
/** How long a fetch may rest at the server; also how long a hanging replica can still be sent events. */
const FETCH_MS = 1_000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;
const NANOS_PER_MS = 1_000_000n;

/** Who hears of how it goes. */
interface Told {
  readonly logger: Logger;
  readonly metrics: HandlingMetrics;
}

export interface EventHandler {
  readonly contract: EventContract;
  readonly handle: (payload: unknown, context: EventContext) => Promise<unknown>;
}

/**
 * Feeds one stream's events to their handlers through a durable consumer that all replicas share. An event is
 * acknowledged when its handler is done; until then it comes again, with growing delay and without end. Events
 * with equal keys are handled one at a time within a replica, in the order in which they come.
 */
export class EventConsumer {
  private readonly queue = new KeyedQueue();
  private stopping = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly link: NatsLink,
    private readonly stream: string,
    private readonly durable: string,
    private readonly handlers: ReadonlyMap<string, EventHandler>,
    private readonly told: Told,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Stops fetching and waits for the events in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async run(): Promise<void> {
    let known = false;
    let told: string | undefined;
    while (!this.isOver()) {
      try {
        if (!known) {
          // The stream is made by who publishes, at the first event.
          await ensureConsumer(this.link.connection, this.stream, this.durable);
          known = true;
        }
        await this.handleBatch();
        told = undefined;
      } catch (error) {
        if (this.isOver()) return;
        known = false;
        const cause = causeOf(error);
        const level = isMissingStream(error) ? 'info' : 'warn';
        const line = { stream: this.stream, cause };
        if (cause !== told) this.told.logger[level](line, 'cannot fetch events, trying again');
        told = cause;
        await delay(FIRST_RETRY_MS * 4);
      }
    }
  }

  private isOver(): boolean {
    return this.stopping || this.link.connection.isClosed();
  }

  private async handleBatch(): Promise<void> {
    const manager = await streamManager(this.link.connection);
    const consumer = await manager.jetstream().consumers.get(this.stream, this.durable);
    const messages = await consumer.fetch({ max_messages: BATCH, expires: FETCH_MS });
    const inHand: Promise<void>[] = [];
    try {
      for await (const message of messages) inHand.push(spanOfEvent(message, () => this.handle(message)));
    } finally {
      // Also where the connection ends in between: what they use is closed after them.
      await Promise.allSettled(inHand);
    }
  }

  private async handle(message: JsMsg): Promise<void> {
    let understood = false;
    try {
      const handler = this.handlers.get(message.subject);
      if (handler === undefined) {
        // Of no concern here. Kept for a later version, it would keep records untrusted until then.
        message.ack();
        return;
      }
      const payload = decodeEvent(handler.contract, message.json());
      understood = true;
      const context = new EventContext(this.link.connection, message);
      await this.queue.run(handler.contract.key(payload), () => handler.handle(payload, context));
      message.ack();
      this.told.metrics.eventHandled(message.subject, Number(message.timestampNanos / NANOS_PER_MS));
    } catch (error) {
      noteErrorInSpan(error);
      const { deliveryCount } = message.info;
      const retryMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(deliveryCount - 1, 10), LAST_RETRY_MS);
      const line = { subject: message.subject, deliveryCount, retryMs, cause: causeOf(error) };
      const isNews = deliveryCount === 1 && error instanceof UnknownVersion;
      const level = isNews || deliveryCount % 10 === 0 ? 'warn' : 'debug';
      this.told.logger[level](line, 'event not handled yet');
      this.told.metrics.eventToBeRetried(message.subject, understood ? 'not_handled' : 'not_understood');
      message.nak(retryMs);
    }
  }
}

function isMissingStream(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
}
