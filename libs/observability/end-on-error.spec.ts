import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { endOnError } from './end-on-error.js';
import { createLogger } from './logger.js';

afterEach(() => {
  process.removeAllListeners('uncaughtException');
  jest.restoreAllMocks();
});

describe('an error that nobody handles', () => {
  it('is one log line like any other, and the end of the process', async () => {
    const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const lines = new PassThrough();
    endOnError(createLogger({ service: 'tokens', level: 'info', format: 'json' }, lines));
    const error = Object.assign(new Error('it does not open'), { parameters: ['canary'] });
    process.emit('uncaughtException', error);
    lines.end();
    const line = await text(lines);
    expect(JSON.parse(line)).toMatchObject({
      level: 'fatal',
      service: 'tokens',
      err: { message: 'it does not open' },
      msg: 'ended by an error',
    });
    expect(line).not.toContain('canary');
    expect(exit.mock.calls).toEqual([[1]]);
  });
});
