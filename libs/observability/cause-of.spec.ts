import { describe, expect, it } from '@jest/globals';
import { Failure } from '@postern/contracts';
import { causeOf } from './cause-of.js';

describe('the cause of an error', () => {
  it('is what callers of a failure are not told', () => {
    const cause = new Error('connect ECONNREFUSED 127.0.0.1:5432');
    const failure = new Failure('unavailable', { internal: 'Postgres does not answer', cause });
    expect(causeOf(failure)).toBe('Postgres does not answer: connect ECONNREFUSED 127.0.0.1:5432');
    expect(causeOf(new Failure('internal', { cause: failure }))).toBe(`internal: ${causeOf(failure)}`);
  });

  it('is the code of an error without a text', () => {
    const error = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
    const failure = new Failure('unavailable', { internal: 'Postgres does not answer', cause: error });
    expect(causeOf(failure)).toBe('Postgres does not answer: ECONNREFUSED');
  });

  it('is the code of a failure that says no more, and of anything else its text', () => {
    expect(causeOf(new Failure('not_found'))).toBe('not_found');
    expect(causeOf(new TypeError('x is not a function'))).toBe('TypeError: x is not a function');
    expect(causeOf('nothing')).toBe('nothing');
  });
});
