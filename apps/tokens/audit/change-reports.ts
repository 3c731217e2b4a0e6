import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { recordTokenChanges, type TokenChange } from '@postern/contracts';
import { Deadline, NatsClient, RequestContext } from '@postern/messaging';
import { LOGGER, type Logger } from '@postern/observability';
import { Database, Periodic } from '@postern/persistence';

const EVERY_MS = 500;
const TIMEOUT_MS = 3_000;
const BATCH = 50;

/**
 * Brings changes into the audit log. One is forgotten here when it is there, and not before: a stream between the two
 * could lose it. Two replicas may bring the same one, which the log has once.
 */
@Injectable()
export class ChangeReports extends Periodic {
  constructor(
    private readonly database: Database,
    private readonly nats: NatsClient,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(EVERY_MS, 'changes are not in the audit log yet', logger);
  }

  protected async perform(): Promise<void> {
    while ((await this.reportBatch()) === BATCH);
  }

  private async reportBatch(): Promise<number> {
    const rows = await this.database.run((manager) =>
      manager.query<{ event_id: string; change: TokenChange }[]>(
        `SELECT event_id, change FROM unreported_changes ORDER BY position LIMIT ${BATCH}`,
      ),
    );
    if (rows.length === 0) return 0;
    const context = new RequestContext(randomUUID(), Deadline.after(TIMEOUT_MS));
    await this.nats.request(recordTokenChanges, { changes: rows.map(({ change }) => change) }, context);
    const reported = rows.map(({ event_id }) => event_id);
    await this.database.run((manager) =>
      manager.query('DELETE FROM unreported_changes WHERE event_id = ANY($1)', [reported]),
    );
    return rows.length;
  }
}
