import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { causeOf, LOGGER, tracing, type Logger } from '@postern/observability';
import type { Redis, RedisOptions } from 'ioredis';
import { KEY_PREFIX } from '../redis-rights.js';
import { RedisClient } from './redis-client.js';
import { RedisMetrics } from './redis-metrics.js';
import { TracedRedis } from './traced-redis.js';

export class RedisUrl {
  /** @param caFile PEM file of the CA that signs for Redis; with it TLS is used whatever the URL says */
  constructor(
    readonly value: string,
    readonly caFile?: string,
  ) {}
}

/** The connection to Redis. While it is down, commands fail at once and records are read through. */
@Injectable()
export class RedisLink implements OnApplicationShutdown {
  readonly redis: Redis;
  /** Identity of the running server; another one may have come up with an old snapshot. */
  private runId: string | undefined;
  private upSince = Number.POSITIVE_INFINITY;
  /** Why there is no connection, as far as the log says. */
  private told: string | undefined;

  constructor(
    { value: url, caFile }: RedisUrl,
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: RedisMetrics,
  ) {
    metrics.watchConnection(this);
    const options: Omit<RedisOptions, 'replyMapping'> = {
      keyPrefix: KEY_PREFIX,
      connectionName: 'postern-tokens',
      // It would tell the server about the library, which is one more thing to be allowed.
      disableClientInfo: true,
      ...tlsOptions(new URL(url), caFile),
      connectTimeout: 1_000,
      // A server that hangs is left for a new connection, whose queue is empty.
      socketTimeout: 5_000,
      // A process that ends after it has lost Redis would wait for so long for a connection to close that is closed.
      disconnectTimeout: 250,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(50 * attempt, 500),
    };
    this.redis = new (tracing() === undefined ? RedisClient : TracedRedis)(url, options, metrics);
    this.redis.on('ready', () => void this.identify());
    this.redis.on('close', () => this.down());
    // Without a listener an error event would end the process; what matters is logged on close.
    this.redis.on('error', (error: Error) => this.tell(error.message));
  }

  /** Which server this is, or `undefined` while it is not known. */
  get serverId(): string | undefined {
    return this.runId;
  }

  /** Milliseconds since the epoch at which the present connection was made; before it, changes may be missed. */
  get connectedSince(): number {
    return this.upSince;
  }

  onApplicationShutdown(): void {
    this.redis.removeAllListeners('close');
    this.redis.disconnect();
  }

  private async identify(): Promise<void> {
    try {
      const process = /^run_id:(\w+)/m.exec(await this.redis.info('server'))?.[1];
      const history = /^master_replid:(\w+)/m.exec(await this.redis.info('replication'))?.[1];
      this.runId = process && history && `${process}-${history}`;
      if (this.runId === undefined)
        this.logger.error('Redis does not say who it is; records are read through');
      this.upSince = Date.now();
      this.told = undefined;
      this.logger.info('connected to Redis');
    } catch (error) {
      this.tell(causeOf(error));
      this.redis.disconnect(true);
    }
  }

  private down(): void {
    if (this.runId !== undefined)
      this.logger.warn('connection to Redis lost, client records are read through');
    this.runId = undefined;
    this.upSince = Number.POSITIVE_INFINITY;
  }

  /** Each reason once, until there is a connection again: it is tried many times a minute. */
  private tell(cause: string): void {
    if (this.told === cause) return;
    this.told = cause;
    this.logger.warn({ cause }, 'Redis cannot be reached, client records are read through');
  }
}

/** Node compares the certificate with the host that is connected to; some servers have to be told its name, too. */
function tlsOptions({ protocol, hostname }: URL, caFile: string | undefined): Pick<RedisOptions, 'tls'> {
  if (caFile === undefined && protocol !== 'rediss:') return {};
  return {
    tls: {
      ...(caFile !== undefined && { ca: readFileSync(caFile, 'utf8') }),
      ...(isIP(hostname) === 0 && { servername: hostname }),
    },
  };
}
