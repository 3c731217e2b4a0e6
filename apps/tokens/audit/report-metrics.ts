import type { Metrics } from '@postern/observability';
import { Backlog } from '@postern/persistence';

/** The way of changes into the audit log. */
export class ReportMetrics {
  readonly backlog: Backlog;

  constructor(metrics: Metrics) {
    this.backlog = new Backlog(
      metrics,
      {
        name: 'postern_audit_waiting_changes',
        help: 'Changes of the token service that are not in the audit log yet, the same for all replicas.',
      },
      {
        name: 'postern_audit_oldest_age_seconds',
        help: 'Age of the oldest of them, 0 where there is none. It goes on growing while Postgres cannot be asked.',
      },
    );
  }
}
