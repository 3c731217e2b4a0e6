import type { Msg } from '@nats-io/transport-node';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import type { EventContract, RequestContract } from '@postern/contracts';
import { type Logger, Metrics } from '@postern/observability';
import { isObservable, lastValueFrom } from 'rxjs';
import { EventConsumer, type EventHandler } from './event-consumer.js';
import { streamOf } from './event-streams.js';
import { HandlingMetrics } from './handling-metrics.js';
import type { NatsLink } from './nats-link.js';
import { RequestResponder } from './request-responder.js';
import { StandingSubscription } from './standing-subscription.js';

/**
 * Nest's transport strategy over core NATS for requests and JetStream for events. Replicas of a service form one
 * queue group and share one durable consumer.
 */
export class NatsStrategy extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  private readonly responder: RequestResponder;
  private subscriptions: StandingSubscription[] = [];
  private consumers: EventConsumer[] = [];

  constructor(
    private readonly link: NatsLink,
    private readonly service: string,
    private readonly log: Logger,
    private readonly metrics = new HandlingMetrics(new Metrics()),
  ) {
    super();
    this.responder = new RequestResponder(log, metrics);
  }

  listen(callback: (error?: unknown) => void): void {
    const events = new Map<string, Map<string, EventHandler>>();
    for (const [subject, handler] of this.messageHandlers) {
      const handle = flatten(handler);
      if (handler.isEventHandler) {
        const stream = streamOf(subject);
        const contract = handler.extras?.['contract'] as EventContract;
        const handlers = events.get(stream) ?? new Map<string, EventHandler>();
        events.set(stream, handlers.set(subject, { contract, handle }));
      } else {
        this.subscribe(handler.extras?.['contract'] as RequestContract, handle);
      }
    }
    const told = { logger: this.log, metrics: this.metrics };
    for (const [stream, handlers] of events) {
      const consumer = new EventConsumer(this.link, stream, this.service, handlers, told);
      consumer.start();
      this.consumers.push(consumer);
    }
    // Until then, however long that takes, it is of no use.
    Promise.all(this.subscriptions.map(({ standing }) => standing)).then(() => callback(), callback);
  }

  /** Takes nothing new, finishes what is in hand. The connection stays open for the providers that close next. */
  async close(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.drain()));
    await Promise.all([this.responder.idle(), ...this.consumers.map((consumer) => consumer.stop())]);
    // Without a connection there is nobody to send the last replies to, and no reason not to close.
    await this.link.connection.flush().catch(() => undefined);
    this.subscriptions = [];
    this.consumers = [];
  }

  on(): never {
    throw new Error('Connection events are in NatsLink.');
  }

  unwrap<T>(): T {
    return this.link.connection as T;
  }

  private subscribe(
    contract: RequestContract,
    handle: (request: unknown, context: never) => Promise<unknown>,
  ): void {
    const options = contract.everyReplica ? {} : { queue: this.service };
    const answer = (message: Msg) => void this.responder.answer(contract, handle, message);
    this.subscriptions.push(new StandingSubscription(this.link, contract.subject, answer, options));
  }
}

/** Nest answers with a value or, where a filter ran, with an observable of one. */
function flatten(handler: MessageHandler): (input: unknown, context: unknown) => Promise<unknown> {
  return async (input, context) => {
    const result: unknown = await handler(input, context);
    return isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result;
  };
}
