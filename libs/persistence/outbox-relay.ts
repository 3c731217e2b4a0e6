import { Inject, Injectable } from '@nestjs/common';
import { EventPublisher } from '@postern/messaging';
import { causeOf, LOGGER, type Logger } from '@postern/observability';
import { Database } from './database.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { readTrace } from './outbox-trace.js';
import { Periodic } from './periodic.js';

const BATCH = 100;
/** How often a replica looks for what another one has left. */
const POLL_MS = 250;
/** A replica that hangs loses its claim after this; longer than an acknowledgement may take. */
const CLAIM_SECONDS = 3;

interface Row {
  readonly id: string;
  readonly event_id: string;
  readonly subject: string;
  readonly payload: string;
  readonly trace_context: string | null;
}

/**
 * Claims the oldest events that nobody works on, of each key the first alone. What another replica has claimed,
 * or is just about to, stands in the table until it is published, and so keeps back the later ones of its key.
 */
const CLAIM = `
  UPDATE outbox SET claimed_until = now() + interval '${CLAIM_SECONDS} seconds'
  WHERE id IN (
    SELECT id FROM outbox
    WHERE (claimed_until IS NULL OR claimed_until < now())
      AND id IN (SELECT min(id) FROM outbox GROUP BY key)
    ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  )
  RETURNING id, event_id, subject, payload, trace_context`;

/**
 * Publishes the outbox: claims rows, publishes each, waits for the stream's acknowledgement, and only then
 * deletes the row. Replicas share the work. An event may be published twice, and never not at all.
 */
@Injectable()
export class OutboxRelay extends Periodic {
  constructor(
    private readonly database: Database,
    private readonly publisher: EventPublisher,
    private readonly metrics: OutboxMetrics,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(POLL_MS, 'events wait in the outbox', logger);
  }

  protected async perform(): Promise<void> {
    while ((await this.publishBatch()) > 0);
  }

  private async publishBatch(): Promise<number> {
    const [rows] = await this.database.run((manager) => manager.query<[Row[], number]>(CLAIM));
    if (rows.length === 0) return 0;
    const published = await Promise.all(rows.map((row) => this.publish(row)));
    const ids = rows.filter((_, index) => published[index]).map(({ id }) => id);
    const claimed = rows.map(({ id }) => id);
    await this.database.transaction(async (manager) => {
      await manager.query('DELETE FROM outbox WHERE id = ANY($1)', [ids]);
      // What was not stored is anybody's again, at once.
      await manager.query('UPDATE outbox SET claimed_until = NULL WHERE id = ANY($1)', [claimed]);
    });
    if (ids.length < rows.length) throw new Error(`${rows.length - ids.length} events were not acknowledged`);
    return rows.length;
  }

  /** Whether the event is stored. */
  private async publish({ event_id, subject, payload, trace_context }: Row): Promise<boolean> {
    try {
      await this.publisher.publishRaw(subject, payload, event_id, readTrace(trace_context));
      this.metrics.publicationTried(true);
      return true;
    } catch (error) {
      this.logger.debug({ cause: causeOf(error) }, 'event not acknowledged');
      this.metrics.publicationTried(false);
      return false;
    }
  }
}
