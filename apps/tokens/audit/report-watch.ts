import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { BacklogWatch, Database } from '@postern/persistence';
import { ReportMetrics } from './report-metrics.js';

/** Looks how much waits to be brought into the audit log. */
@Injectable()
export class ReportWatch extends BacklogWatch {
  constructor(database: Database, { backlog }: ReportMetrics, @Inject(LOGGER) logger: Logger) {
    super(database, 'unreported_changes', backlog, logger);
  }
}
