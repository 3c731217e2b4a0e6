import { describe, expect, it } from '@jest/globals';
import { toErrorDescription } from '@postern/oauth';
import { Failure } from './failure.js';
import { FAILURES, UNIVERSAL_FAILURES, type FailureCode } from './failure-catalogue.js';

const codes = Object.keys(FAILURES) as FailureCode[];

describe('the catalogue of failures', () => {
  it.each(codes)('10: the title of %s may stand in an error_description', (code) => {
    expect(toErrorDescription(FAILURES[code].title)).toBe(FAILURES[code].title);
  });

  it.each(codes)('%s has the status of a refusal, and an OAuth code of the same weight', (code) => {
    const { status, oauth } = FAILURES[code];
    const byStatus = {
      429: 'temporarily_unavailable',
      500: 'server_error',
      502: 'server_error',
      503: 'temporarily_unavailable',
      504: 'server_error',
    } as const;
    if (status in byStatus) expect(oauth).toBe(byStatus[status as keyof typeof byStatus]);
    else {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(Object.values<string>(byStatus)).not.toContain(oauth);
    }
  });

  it('11: what does not answer is 503 temporarily_unavailable', () => {
    expect(FAILURES.unavailable).toMatchObject({ status: 503, oauth: 'temporarily_unavailable' });
  });

  it('lets any request be malformed, be unanswered, or find a fault of ours', () => {
    expect(UNIVERSAL_FAILURES).toEqual(['invalid_request', 'unavailable', 'internal']);
  });
});

describe('a failure', () => {
  it('speaks the title of its code unless it brings its own text', () => {
    expect(new Failure('not_found').message).toBe(FAILURES.not_found.title);
    expect(new Failure('not_found', { message: 'No such client.' }).message).toBe('No such client.');
  });

  it('holds all that it was given', () => {
    const cause = new Error('why');
    const fields = [{ field: 'name', message: 'is empty' }];
    const failure = new Failure('invalid_request', {
      message: 'Wrong.',
      fields,
      scopes: ['a'],
      retryAfterSeconds: 7,
      internal: 'for the log',
      cause,
    });
    expect(Object.assign({}, failure, { message: failure.message, cause: failure.cause })).toEqual({
      name: 'Failure',
      code: 'invalid_request',
      message: 'Wrong.',
      fields,
      scopes: ['a'],
      retryAfterSeconds: 7,
      internal: 'for the log',
      cause,
    });
  });

  it('11: says when to try again where something does not answer, and only there', () => {
    const told = codes.filter((code) => new Failure(code).retryAfterSeconds !== undefined);
    expect(told).toEqual(['unavailable']);
    expect(new Failure('unavailable').retryAfterSeconds).toBe(1);
    expect(new Failure('unavailable', { retryAfterSeconds: 30 }).retryAfterSeconds).toBe(30);
  });
});

describe('Failure.from', () => {
  it('leaves a failure as it is', () => {
    const failure = new Failure('not_found');
    expect(Failure.from(failure)).toBe(failure);
  });

  it.each([new Error('password is hunter2'), 'text', undefined, null, { code: 'not_found' }])(
    'makes %p an internal failure that tells nothing of it',
    (error) => {
      const failure = Failure.from(error);
      expect(failure.code).toBe('internal');
      expect(failure.message).toBe(FAILURES.internal.title);
      expect(failure.cause).toBe(error);
    },
  );
});
