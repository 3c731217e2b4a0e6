import { ConnectionMetrics, HandlingMetrics } from '@postern/messaging';
import { Argon2Metrics, ServiceMetrics } from '@postern/observability';
import { DatabaseMetrics, OutboxMetrics } from '@postern/persistence';

/** What the client service measures. */
export class ClientsMetrics extends ServiceMetrics {
  readonly outbox = new OutboxMetrics(this);
  readonly argon2 = new Argon2Metrics(this, '`client_secrets`, or `passwords` of administrators');
  readonly handling = new HandlingMetrics(this);
  readonly connection = new ConnectionMetrics(this);
  readonly database = new DatabaseMetrics(this);
}
