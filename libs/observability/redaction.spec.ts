import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.js';

const CANARY = 'canary-91ab';

async function logged(fields: object, format: 'json' | 'pretty' = 'json'): Promise<string> {
  const destination = new PassThrough();
  const logger = createLogger({ service: 'clients', level: 'debug', format }, destination);
  logger.error({ ...fields, seen: 'seen' }, 'text');
  const text = String(await once(destination, 'data'));
  expect(text).toContain('seen');
  return text;
}

describe('a secret that is logged under a known name', () => {
  it.each([
    'client_secret',
    'clientSecret',
    'client_assertion',
    'clientAssertion',
    'secret',
    'password',
    'token',
    'access_token',
    'accessToken',
    'private_key',
    'privateKey',
    'authorization',
    'cookie',
    'hash',
  ])('44: is replaced: %s', async (name) => {
    for (const format of ['json', 'pretty'] as const) {
      for (const fields of [{ [name]: CANARY }, { request: { [name]: CANARY } }]) {
        const text = await logged(fields, format);
        expect(text).not.toContain(CANARY);
        expect(text).toContain('[redacted]');
      }
    }
  });
});

describe('a logged error', () => {
  it('44: is its type, text, code and stack, and nothing that a driver hangs on it', async () => {
    const driverError = Object.assign(new Error('duplicate key'), { detail: `Key (hash)=(${CANARY})` });
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      query: `INSERT … ${CANARY}`,
      parameters: [CANARY],
      driverError,
    });
    const line = await logged({ err: error });
    expect(line).not.toContain(CANARY);
    expect(JSON.parse(line)).toMatchObject({
      err: { type: 'Error', message: 'duplicate key', code: '23505', stack: error.stack },
    });
    expect(await logged({ err: error }, 'pretty')).not.toContain(CANARY);
  });

  it('44: brings text and stack of its causes, and nothing that hangs on them', async () => {
    const cause = Object.assign(new Error('connection refused'), { config: { password: CANARY } });
    const line = await logged({ err: new Error('no answer', { cause }) });
    expect(line).not.toContain(CANARY);
    const { err } = JSON.parse(line) as { err: Record<string, string> };
    expect(err['message']).toBe('no answer: connection refused');
    expect(err['stack']).toContain('caused by: Error: connection refused');
  });

  it('is left as it is where it is no error', async () => {
    expect(JSON.parse(await logged({ err: 'a text' }))).toMatchObject({ err: 'a text' });
  });
});
