import { describe, expect, it } from '@jest/globals';
import { Failure } from '@postern/contracts';
import { QueryFailedError, type DataSource } from 'typeorm';
import { Database } from './database.js';

const nothing = {} as DataSource;
const withCode = (code: string) => Object.assign(new Error('text'), { code });
const statement = (cause: Error) => new QueryFailedError('SELECT 1', [], cause);

/** What comes out of the database where work in it throws this. */
async function outcome(error: unknown): Promise<unknown> {
  return new Database(nothing).run(() => Promise.reject(error as Error)).catch((thrown: unknown) => thrown);
}

describe('an error of the way to Postgres', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'])(
    '11: is unavailable: %s',
    async (code) => {
      const cause = withCode(code);
      expect(await outcome(cause)).toMatchObject({ code: 'unavailable', cause });
    },
  );

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Cannot use a pool after calling end on the pool',
  ])('11: is unavailable: %s', async (text) => {
    expect(await outcome(new Error(text))).toMatchObject({ code: 'unavailable' });
    expect(await outcome(statement(new Error(text)))).toMatchObject({ code: 'unavailable' });
  });
});

describe('an error of the work itself', () => {
  it.each([
    ['a failure', new Failure('not_found')],
    ['a fault of ours', new TypeError('Cannot read properties of undefined (reading "connect")')],
    ['a text that speaks of ends and closings', new Error('the account was closed, its trial ended')],
    ['a missing file', withCode('ENOENT')],
    ['an error of Node', withCode('ERR_INVALID_ARG_TYPE')],
    ['a unique violation', statement(withCode('23505'))],
    ['a mistake in the statement', statement(withCode('42601'))],
    ['what is no error', 'text'],
  ])('is thrown as it is: %s', async (_, error) => {
    expect(await outcome(error)).toBe(error);
  });
});
