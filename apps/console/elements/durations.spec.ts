import { describe, expect, it } from '@jest/globals';
import { durationInWords } from './durations.js';

describe('a duration', () => {
  it.each([
    [1, '1 second'],
    [61, '61 seconds'],
    [60, '1 minute'],
    [900, '15 minutes'],
    [3_600, '1 hour'],
    [5_400, '90 minutes'],
    [86_400, '1 day'],
    [604_800, '7 days'],
    [0, '0 seconds'],
  ])('of %d seconds is %s', (seconds, words) => {
    expect(durationInWords(seconds)).toBe(words);
  });
});
