import { Redis, type RedisOptions } from 'ioredis';
import { afterRunning } from './after-running.js';
import type { RedisMetrics } from './redis-metrics.js';

/** A command that takes longer counts as failed; milliseconds. The truth is elsewhere, so waiting buys nothing. */
const COMMAND_TIMEOUT_MS = 250;

/**
 * The client of Redis, with each of its round trips measured and bounded. The library's own bound is by the clock: a
 * process that got no processor for as long would blame Redis, and leave the answer that has come meanwhile.
 */
export class RedisClient extends Redis {
  constructor(
    url: string,
    options: Omit<RedisOptions, 'replyMapping' | 'commandTimeout'>,
    private readonly metrics: RedisMetrics,
  ) {
    super(url, options);
  }

  override sendCommand(...[command, stream]: Parameters<Redis['sendCommand']>): unknown {
    const begun = performance.now();
    const cancel = afterRunning(COMMAND_TIMEOUT_MS, () => command.reject(new Error('Command timed out')));
    const end = (outcome: 'answered' | 'failed') => {
      cancel();
      this.metrics.commanded(command.name, begun, outcome);
    };
    command.promise.then(
      () => end('answered'),
      () => end('failed'),
    );
    return super.sendCommand(command, stream);
  }
}
