import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Failure, FAILURES, type FailureCode } from '@postern/contracts';
import { logFailure } from './log-failure.js';
import { createLogger } from './logger.js';

function logged(failure: Failure): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const logger = createLogger({ service: 'clients', level: 'debug', format: 'json' }, destination);
  logFailure(logger, failure, { subject: 'clients.get', request_id: 'r1' });
  return lines.map(({ time: _time, service: _service, ...line }) => line);
}

describe('a failure in the log', () => {
  it('is an error with its cause where the fault is ours', () => {
    const cause = new Error('why');
    expect(logged(new Failure('internal', { internal: 'what', cause }))).toEqual([
      {
        level: 'error',
        subject: 'clients.get',
        request_id: 'r1',
        code: 'internal',
        internal: 'what',
        err: { type: 'Error', message: 'why', stack: cause.stack },
        msg: 'request failed',
      },
    ]);
  });

  const parts = ['unavailable', 'bad_gateway', 'gateway_timeout'] as const;
  it.each(parts)('is a warning without a stack where a part does not answer: %s', (code) => {
    const failure = new Failure(code, { internal: 'Postgres', cause: new Error('refused') });
    expect(logged(failure)).toEqual([
      {
        level: 'warn',
        subject: 'clients.get',
        request_id: 'r1',
        code,
        internal: 'Postgres',
        cause: 'refused',
        msg: FAILURES[code].title,
      },
    ]);
  });

  const ours: readonly FailureCode[] = ['internal', ...parts];
  const callers = (Object.keys(FAILURES) as FailureCode[]).filter((code) => !ours.includes(code));
  it.each(callers)('is for debugging only where the caller is wrong: %s', (code) => {
    expect(logged(new Failure(code, { internal: 'why' }))).toEqual([
      {
        level: 'debug',
        subject: 'clients.get',
        request_id: 'r1',
        code,
        internal: 'why',
        msg: FAILURES[code].title,
      },
    ]);
  });
});
