import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { secondsOf, typedLifetime } from './lifetimes.js';

describe('a lifetime', () => {
  it('is typed in the longest unit that needs no fraction', () => {
    expect(typedLifetime(7_200)).toEqual({ amount: '2', unit: 3_600 });
    expect(typedLifetime(5_400)).toEqual({ amount: '90', unit: 60 });
    expect(typedLifetime(61)).toEqual({ amount: '61', unit: 1 });
  });

  it.each([
    ['1.5', 5_400],
    [' 1,5 ', 5_400],
    ['', null],
    ['  ', null],
    ['one', Number.NaN],
    ['-1', Number.NaN],
    ['1e9', Number.NaN],
  ])('typed as %j hours is %p seconds', (amount, seconds) => {
    expect(secondsOf({ amount, unit: 3_600 })).toBe(seconds);
  });

  it('is the same when it is shown and typed again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400 }), (seconds) => {
        expect(secondsOf(typedLifetime(seconds))).toBe(seconds);
      }),
    );
  });
});
