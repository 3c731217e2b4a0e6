import { randomUUID } from 'node:crypto';
import { createInbox, type Msg, type MsgHdrs } from '@nats-io/transport-node';
import { Failure } from '@postern/contracts';
import { BatchedWrites } from './batched-writes.js';
import type { NatsLink } from './nats-link.js';
import { StandingSubscription } from './standing-subscription.js';

/** Requests that may wait for a reply at once; past it the answer is `unavailable`. */
const MOST_PENDING = 20_000;

export interface Question {
  readonly subject: string;
  readonly payload: string;
  readonly headers: MsgHdrs;
  readonly timeoutMs: number;
  /** Whether a reply ends the wait; others are passed over. */
  readonly accepts: (reply: Msg) => boolean;
}

interface Pending {
  readonly question: Question;
  readonly timer: NodeJS.Timeout;
  readonly resolve: (reply: Msg) => void;
  readonly reject: (failure: Failure) => void;
}

/**
 * One subscription for the replies to all requests of this process. Each request has a reply subject that
 * nobody else can guess, so a reply is from someone who has seen the request.
 */
export class ReplyInbox {
  private readonly prefix: string;
  private readonly writes = new BatchedWrites();
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly link: NatsLink) {
    this.prefix = `${createInbox(link.inboxPrefix)}.`;
    new StandingSubscription(link, `${this.prefix}*`, (reply) => this.receive(reply));
    link.metrics.watchWaiting(this.pending);
    link.whenDown(() => this.failAll(unavailable('NATS connection lost')));
  }

  /** @throws Failure `unavailable` when there is no connection, no room, or no reply in time. */
  ask(question: Question): Promise<Msg> {
    if (!this.link.connected) return Promise.reject(unavailable('no NATS connection'));
    if (this.pending.size >= MOST_PENDING) return Promise.reject(unavailable('too many requests wait'));
    const token = randomUUID();
    return new Promise<Msg>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pending.delete(token);
        reject(unavailable(`no reply to ${question.subject} within ${question.timeoutMs} ms`));
      }, question.timeoutMs);
      this.pending.set(token, { question, timer, resolve, reject });
      this.writes.add(() => {
        try {
          const reply = this.prefix + token;
          this.link.connection.publish(question.subject, question.payload, {
            reply,
            headers: question.headers,
          });
        } catch (cause) {
          clearTimeout(timer);
          this.pending.delete(token);
          reject(new Failure('unavailable', { internal: `${question.subject} cannot be asked`, cause }));
        }
      });
    });
  }

  private receive(reply: Msg): void {
    const token = reply.subject.slice(this.prefix.length);
    const waiting = this.pending.get(token);
    if (waiting === undefined || !waiting.question.accepts(reply)) return;
    this.pending.delete(token);
    clearTimeout(waiting.timer);
    waiting.resolve(reply);
  }

  private failAll(failure: Failure): void {
    for (const { timer, reject } of this.pending.values()) {
      clearTimeout(timer);
      reject(failure);
    }
    this.pending.clear();
  }
}

function unavailable(internal: string): Failure {
  return new Failure('unavailable', { internal });
}
