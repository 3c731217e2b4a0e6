import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventPublisher } from '@postern/messaging';
import { LOGGER, type Logger } from '@postern/observability';
import { Database } from './database.js';
import { Wakeable } from './wakeable.js';

const BATCH = 100;
/** How often a replica looks for what another one has left. */
const POLL_MS = 250;
/** A replica that hangs loses its claim after this; longer than an acknowledgement may take. */
const CLAIM_SECONDS = 3;

interface Row {
  readonly id: string;
  readonly event_id: string;
  readonly subject: string;
  readonly key: string;
  readonly payload: string;
}

/**
 * Claims the oldest events that nobody works on. Of one key only in order: not while an earlier one is claimed.
 */
const CLAIM = `
  UPDATE outbox SET claimed_until = now() + interval '${CLAIM_SECONDS} seconds'
  WHERE id IN (
    SELECT id FROM outbox AS candidate
    WHERE (claimed_until IS NULL OR claimed_until < now())
      AND NOT EXISTS (
        SELECT FROM outbox AS earlier
        WHERE earlier.key = candidate.key AND earlier.id < candidate.id AND earlier.claimed_until >= now()
      )
    ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  )
  RETURNING id, event_id, subject, key, payload`;

/**
 * Publishes the outbox: claims rows, publishes each, waits for the stream's acknowledgement, and only then
 * deletes the row. Replicas share the work. An event may be published twice, and never not at all.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: Wakeable;

  constructor(
    private readonly database: Database,
    private readonly publisher: EventPublisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.loop = new Wakeable(POLL_MS, () => this.drain());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  /** Publishes soon; called after a commit. */
  wake(): void {
    this.loop.wake();
  }

  private async drain(): Promise<void> {
    try {
      while ((await this.publishBatch()) === BATCH);
    } catch (error) {
      this.logger.warn({ cause: String(error) }, 'events wait in the outbox');
    }
  }

  private async publishBatch(): Promise<number> {
    const [rows] = await this.database.read((manager) => manager.query<[Row[], number]>(CLAIM));
    rows.sort((one, other) => Number(BigInt(one.id) - BigInt(other.id)));
    const byKey = new Map<string, Row[]>();
    for (const row of rows) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row]);
    const published = await Promise.all([...byKey.values()].map((events) => this.publishInOrder(events)));
    const ids = published.flat();
    if (ids.length > 0) {
      await this.database.read((manager) => manager.query('DELETE FROM outbox WHERE id = ANY($1)', [ids]));
    }
    if (ids.length < rows.length) throw new Error(`${rows.length - ids.length} events were not acknowledged`);
    return rows.length;
  }

  /** Ids of the events that are stored: up to the first that is not. */
  private async publishInOrder(events: readonly Row[]): Promise<string[]> {
    const stored: string[] = [];
    try {
      for (const event of events) {
        await this.publisher.publishRaw(event.subject, event.payload, event.event_id);
        stored.push(event.id);
      }
    } catch (error) {
      this.logger.debug({ cause: String(error) }, 'event not acknowledged');
    }
    return stored;
  }
}
