import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { secretsUsed, type SecretUse } from '@postern/contracts';
import { EventPublisher } from '@postern/messaging';
import { causeOf, LOGGER, type Logger } from '@postern/observability';
import { Wakeable } from '@postern/persistence';
import { LRUCache } from 'lru-cache';

const EVERY_MS = 5_000;
/** A secret in steady use is reported this often. */
const PRECISION_MS = 60_000;
const MOST_A_REPORT = 1_000;
const MOST_REMEMBERED = 50_000;
/** Uses that wait for NATS; past it the oldest are forgotten. */
const MOST_WAITING = 50_000;

/** Tells the client service which clients and secrets are in use: to the minute, and without a write for each token. */
@Injectable()
export class UseReports implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop = new Wakeable(EVERY_MS, () => this.report());
  /** When each secret, or client with keys, was last noted, so that it is noted once a minute. */
  private readonly noted = new LRUCache<string, number>({ max: MOST_REMEMBERED });
  private waiting: SecretUse[] = [];

  constructor(
    private readonly publisher: EventPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
    await this.report();
  }

  /** Notes that a client was used now: by this secret of its, or by a key. */
  note(clientId: string, secretId: string | null): void {
    const now = Date.now();
    const noted = secretId ?? clientId;
    const before = this.noted.get(noted);
    if (before !== undefined && now - before < PRECISION_MS) return;
    this.noted.set(noted, now);
    this.waiting.push({ client_id: clientId, secret_id: secretId, used_at: new Date(now).toISOString() });
    if (this.waiting.length === MOST_A_REPORT) this.loop.wake();
  }

  private async report(): Promise<void> {
    while (this.waiting.length > 0) {
      const uses = this.waiting.splice(0, MOST_A_REPORT);
      try {
        await this.publisher.publish(secretsUsed, { uses });
      } catch (error) {
        // A client may be used once a year. Where the report has come nevertheless, it does no harm twice.
        this.waiting = [...uses, ...this.waiting].slice(-MOST_WAITING);
        this.logger.debug({ cause: causeOf(error) }, 'used secrets are not reported yet');
        return;
      }
    }
  }
}
