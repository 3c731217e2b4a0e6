import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';

function capture() {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const logger = createLogger({ service: 'gateway', level: 'debug', format: 'json' }, destination);
  const seen = () => lines.map(({ level, context, msg, err }) => ({ level, context, msg, err }));
  return { nest: new NestLogger(logger), seen };
}

describe('what Nest says', () => {
  it('is written at its own level with its context', () => {
    const { nest, seen } = capture();
    nest.log('started', 'NestMicroservice');
    nest.warn('odd', 'Router');
    nest.debug('detail', 'Router');
    expect(seen()).toEqual([
      { level: 'info', context: 'NestMicroservice', msg: 'started' },
      { level: 'warn', context: 'Router', msg: 'odd' },
      { level: 'debug', context: 'Router', msg: 'detail' },
    ]);
  });

  it('is for debugging only where it lists modules and routes', () => {
    const { nest, seen } = capture();
    nest.log('AppModule dependencies initialized', 'InstanceLoader');
    expect(seen()).toEqual([
      { level: 'debug', context: 'InstanceLoader', msg: 'AppModule dependencies initialized' },
    ]);
  });

  it('keeps an error with its stack', () => {
    const { nest, seen } = capture();
    const error = new Error('broken');
    nest.error(error, undefined, 'ExceptionHandler');
    expect(seen()).toEqual([
      {
        level: 'error',
        context: 'ExceptionHandler',
        msg: 'broken',
        err: { type: 'Error', message: 'broken', stack: error.stack },
      },
    ]);
  });
});
