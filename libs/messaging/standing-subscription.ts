import type { Msg, Subscription, SubscriptionOptions } from '@nats-io/transport-node';
import type { NatsLink } from './nats-link.js';

const RETRY_MS = 1_000;

/**
 * A subscription that stands for as long as its process. NATS may refuse it, at once or when its rights are changed under way,
 * and never offers it again. So it is asked for again and again, and meanwhile the link says that it is deaf.
 */
export class StandingSubscription {
  private subscription!: Subscription;
  private isRefused = false;
  private timer: NodeJS.Timeout | undefined;
  private stands!: () => void;
  /** Resolves when it stands for the first time. */
  readonly standing = new Promise<void>((resolve) => (this.stands = resolve));

  constructor(
    private readonly link: NatsLink,
    private readonly subject: string,
    private readonly receive: (message: Msg) => void,
    private readonly options: Pick<SubscriptionOptions, 'queue'> = {},
  ) {
    // Where rights are changed under way, the client does not find the subscription of a queue that NATS has ended.
    link.whenRefused(subject, (error) => this.refuse(error));
    this.subscribe();
  }

  /** Takes nothing new, and resolves when what has come is handed on. */
  async drain(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.subscription.isClosed()) await this.subscription.drain();
  }

  private subscribe(): void {
    this.isRefused = false;
    this.subscription = this.link.connection.subscribe(this.subject, {
      ...this.options,
      // An error comes with an empty message.
      callback: (error, message) => (error === null ? this.receive(message) : this.refuse(error)),
    });
    void this.confirm();
  }

  private refuse(error: Error): void {
    if (this.isRefused) return;
    this.isRefused = true;
    this.link.markRefused(this.subject, error);
    if (!this.subscription.isClosed()) this.subscription.unsubscribe();
    this.after(() => this.subscribe());
  }

  private async confirm(): Promise<void> {
    try {
      // A refusal comes before the answer to this.
      await this.link.connection.flush();
    } catch {
      // The connection was lost; with the next one it is asked for by itself.
      this.after(() => void this.confirm());
      return;
    }
    if (this.isRefused || this.subscription.isClosed()) return;
    this.link.markTaken(this.subject);
    this.stands();
  }

  private after(next: () => void): void {
    clearTimeout(this.timer);
    if (!this.link.connection.isClosed()) this.timer = setTimeout(next, RETRY_MS).unref();
  }
}
