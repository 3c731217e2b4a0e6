import { ClientProxy, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import { Failure, type ReplyOf, type RequestContract, type RequestInput } from '@postern/contracts';
import type { Msg } from '@nats-io/transport-node';
import { headersOf } from './message-headers.js';
import { spanOfRequest } from './message-spans.js';
import type { NatsLink } from './nats-link.js';
import { ReplyInbox } from './reply-inbox.js';
import type { RequestContext } from './request-context.js';
import { readBody, readFailure, requestHeaders } from './wire.js';

/** Nest's client proxy over our connection, with requests typed by their contracts. */
export class NatsClient extends ClientProxy {
  private readonly inbox: ReplyInbox;

  constructor(private readonly link: NatsLink) {
    super();
    this.inbox = new ReplyInbox(link);
  }

  /**
   * Asks, and waits until the context's deadline.
   *
   * @param waitMs how long to wait where that is less; what is asked is done even when nobody waits any more
   * @throws Failure the one that the handler threw, or `unavailable` where no answer came in time.
   */
  async request<C extends RequestContract>(
    contract: C,
    request: RequestInput<C>,
    context: RequestContext,
    waitMs = context.deadline.remainingMs,
  ): Promise<ReplyOf<C>> {
    const begun = performance.now();
    try {
      const reply = await spanOfRequest(contract.subject, () => this.ask(contract, request, context, waitMs));
      this.link.metrics.called(contract.subject, begun);
      return reply;
    } catch (error) {
      this.link.metrics.called(contract.subject, begun, error);
      throw error;
    }
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return this.link.close();
  }

  override unwrap<T>(): T {
    // The connection is what Nest calls the broker's own client.
    return this.link.connection as T;
  }

  protected publish({ pattern }: ReadPacket, _callback: (packet: WritePacket) => void): () => void {
    throw new Error(`Ask for ${String(pattern)} with request() and its contract; send() has no deadline.`);
  }

  protected dispatchEvent({ pattern }: ReadPacket): Promise<never> {
    throw new Error(`Publish ${String(pattern)} through the outbox; emit() is not durable.`);
  }

  private async ask<C extends RequestContract>(
    contract: C,
    request: RequestInput<C>,
    context: RequestContext,
    waitMs: number,
  ): Promise<ReplyOf<C>> {
    const reply = await this.inbox.ask({
      subject: contract.subject,
      payload: JSON.stringify(request),
      headers: requestHeaders(contract, context),
      timeoutMs: waitMs,
      accepts: contract.everyReplica ? isFinal : acceptAny,
    });
    const failure = readFailure(reply);
    if (failure !== undefined) throw failure;
    const parsed = contract.reply.safeParse(readBody(reply));
    if (!parsed.success) {
      throw new Failure('internal', { internal: `reply to ${contract.subject} breaks its contract` });
    }
    return parsed.data as ReplyOf<C>;
  }
}

/** Of many replicas that were asked, a good reply counts; "nobody listens" counts too. */
function isFinal(reply: Msg): boolean {
  const failure = readFailure(reply);
  return failure === undefined || headersOf(reply)?.code === 503;
}

function acceptAny(): boolean {
  return true;
}
