import { Redis, type RedisOptions } from 'ioredis';
import type { RedisMetrics } from './redis-metrics.js';

/** The client of Redis, with each of its round trips measured. */
export class MeasuredRedis extends Redis {
  constructor(
    url: string,
    options: Omit<RedisOptions, 'replyMapping'>,
    private readonly metrics: RedisMetrics,
  ) {
    super(url, options);
  }

  override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
    const begun = performance.now();
    command.promise.then(
      () => this.metrics.commanded(command.name, begun, 'answered'),
      () => this.metrics.commanded(command.name, begun, 'failed'),
    );
    return super.sendCommand(command, stream);
  }
}
