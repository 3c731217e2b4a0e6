import { describe, expect, it } from '@jest/globals';
import { Failure } from '@postern/contracts';
import { outcomeOf } from './outcome.js';

describe('the outcome of a request', () => {
  it.each([
    [undefined, 'answered'],
    [new Failure('invalid_client'), 'refused'],
    [new Failure('too_many_requests'), 'refused'],
    [new Failure('unavailable'), 'failed'],
    [new Failure('internal'), 'failed'],
    [new TypeError('a fault of ours'), 'failed'],
  ])('with %s is %s', (failure, outcome) => expect(outcomeOf(failure)).toBe(outcome));
});
