import { Failure } from '@postern/contracts';
import { type Metrics, QUICK_SECONDS, secondsSince } from '@postern/observability';

/** As the driver's pool counts its connections. */
export interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max: number };
}

/** The way to Postgres: the connections of this process, and how long work on them takes. */
export class DatabaseMetrics {
  private readonly connections;
  private readonly most;
  private readonly waiting;
  private readonly durations;

  constructor(metrics: Metrics) {
    this.connections = metrics.gauge({
      name: 'postern_postgres_pool_connections',
      help: 'Connections to Postgres.',
      labels: { state: '`idle` or `busy`' },
    });
    this.most = metrics.gauge({
      name: 'postern_postgres_pool_connections_max',
      help: 'Connections that there may be at most.',
      labels: {},
    });
    this.waiting = metrics.gauge({
      name: 'postern_postgres_pool_waiting',
      help: 'Work that waits for a connection.',
      labels: {},
    });
    this.durations = metrics.histogram(
      {
        name: 'postern_postgres_work_duration_seconds',
        help: 'Time that work on Postgres takes, the wait for a connection included.',
        labels: {
          work: '`statements` or `transaction`',
          outcome:
            '`done`; `unavailable` where Postgres cannot be reached or has no time; `refused` where the work ends itself',
        },
      },
      QUICK_SECONDS,
    );
  }

  watchPool(pool: Pool): void {
    this.connections.from(() => pool.idleCount, { state: 'idle' });
    this.connections.from(() => pool.totalCount - pool.idleCount, { state: 'busy' });
    this.most.from(() => pool.options.max);
    this.waiting.from(() => pool.waitingCount);
  }

  /** Measures work, whose failures are translated already. */
  async measured<T>(kind: 'statements' | 'transaction', work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      const result = await work();
      this.durations.observe({ work: kind, outcome: 'done' }, secondsSince(begun));
      return result;
    } catch (error) {
      const outcome = error instanceof Failure && error.code === 'unavailable' ? 'unavailable' : 'refused';
      this.durations.observe({ work: kind, outcome }, secondsSince(begun));
      throw error;
    }
  }
}
