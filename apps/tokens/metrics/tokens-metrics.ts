import { ConnectionMetrics, HandlingMetrics } from '@postern/messaging';
import { Argon2Metrics, ServiceMetrics } from '@postern/observability';
import { DatabaseMetrics } from '@postern/persistence';
import { ReportMetrics } from '../audit/report-metrics.js';
import { AuthenticationMetrics } from '../client-authentication/authentication-metrics.js';
import { RecordMetrics } from '../client-records/record-metrics.js';
import { RedisMetrics } from '../client-records/redis-metrics.js';
import { SigningMetrics } from '../signing/signing-metrics.js';

/** What the token service measures. */
export class TokensMetrics extends ServiceMetrics {
  readonly authentications = new AuthenticationMetrics(this);
  readonly records = new RecordMetrics(this);
  readonly argon2 = new Argon2Metrics(this, '`client_secrets`');
  readonly signing = new SigningMetrics(this);
  readonly reports = new ReportMetrics(this);
  readonly handling = new HandlingMetrics(this);
  readonly connection = new ConnectionMetrics(this);
  readonly redis = new RedisMetrics(this);
  readonly database = new DatabaseMetrics(this);
}
