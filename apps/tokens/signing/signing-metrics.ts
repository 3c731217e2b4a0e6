import type { Metrics } from '@postern/observability';

const DAY_SECONDS = 86_400;

/** The signing key, for whoever wonders whether it should have been replaced. */
export class SigningMetrics {
  private readonly activeSince;
  private readonly rotationInterval;

  constructor(metrics: Metrics) {
    this.activeSince = metrics.gauge({
      name: 'postern_signing_key_active_since_timestamp_seconds',
      help: 'When the signing key became active, in seconds since the epoch.',
      labels: {},
    });
    this.rotationInterval = metrics.gauge({
      name: 'postern_signing_key_rotation_interval_seconds',
      help: 'How long a signing key is active before the next one replaces it; 0 where none does by itself.',
      labels: {},
    });
  }

  watch(activeSince: () => Date | undefined, { rotationDays }: { readonly rotationDays: number }): void {
    this.activeSince.from(() => {
      const since = activeSince();
      return since && since.getTime() / 1_000;
    });
    this.rotationInterval.from(() => rotationDays * DAY_SECONDS);
  }
}
