import { type Metrics, QUICK_SECONDS, secondsSince } from '@postern/observability';

/** The connection to Redis, and what is asked over it. */
export class RedisMetrics {
  private readonly connected;
  private readonly durations;

  constructor(metrics: Metrics) {
    this.connected = metrics.gauge({
      name: 'postern_redis_connected',
      help: '1 while there is a connection to a Redis that says who it is, else 0.',
      labels: {},
    });
    this.durations = metrics.histogram(
      {
        name: 'postern_redis_command_duration_seconds',
        help: 'Round trips to Redis.',
        labels: {
          command: 'command of Redis, as `mget`; `evalsha` for each of our scripts',
          outcome: '`answered`, or `failed` where there is no answer or an error',
        },
      },
      QUICK_SECONDS,
    );
  }

  watchConnection(link: { readonly serverId: string | undefined }): void {
    this.connected.from(() => Number(link.serverId !== undefined));
  }

  /** Notes a command that has ended. */
  commanded(command: string, begun: number, outcome: 'answered' | 'failed'): void {
    this.durations.observe({ command, outcome }, secondsSince(begun));
  }
}
