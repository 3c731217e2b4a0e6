import { createHash } from 'node:crypto';
import { inSpan, type SpanFacts } from '@postern/observability';
import type { Command, Redis } from 'ioredis';
import { RedisClient } from './redis-client.js';

/**
 * A connection whose commands are spans of the trace under way. Of a command they tell its name, of a script the name that
 * it has with us, and neither keys nor values.
 */
export class TracedRedis extends RedisClient {
  private readonly scripts = new Map<unknown, string>();

  override defineCommand(...[name, definition]: Parameters<Redis['defineCommand']>): void {
    this.scripts.set(createHash('sha1').update(definition.lua).digest('hex'), name);
    super.defineCommand(name, definition);
  }

  override sendCommand(...[command, ...rest]: Parameters<Redis['sendCommand']>): unknown {
    return inSpan(
      () => this.factsOf(command),
      () => super.sendCommand(command, ...rest) as Promise<unknown>,
    );
  }

  private factsOf({ name, args }: Command): SpanFacts {
    const operation = name.toUpperCase();
    const script = name === 'evalsha' ? this.scripts.get(args[0]) : undefined;
    return {
      name: script === undefined ? operation : `${operation} ${script}`,
      kind: 'client',
      attributes: {
        'db.system.name': 'redis',
        'db.operation.name': operation,
        ...(script !== undefined && { 'db.stored_procedure.name': script }),
      },
    };
  }
}
