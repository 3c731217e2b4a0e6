import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { BacklogWatch } from './backlog-watch.js';
import { Database } from './database.js';
import { OutboxMetrics } from './outbox-metrics.js';

/** Looks how much waits in the outbox. */
@Injectable()
export class OutboxWatch extends BacklogWatch {
  constructor(database: Database, { backlog }: OutboxMetrics, @Inject(LOGGER) logger: Logger) {
    super(database, 'outbox', backlog, logger);
  }
}
