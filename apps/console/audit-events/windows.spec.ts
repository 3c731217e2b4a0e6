import { describe, expect, it } from '@jest/globals';
import { fromInput, toInput } from './windows.js';

describe('a moment in an input', () => {
  it('is the same when it comes back, to the minute', () => {
    const moment = '2026-03-29T01:30:00.000Z';
    expect(fromInput(toInput(moment))).toBe(moment);
  });

  it('is none where there is none', () => {
    expect(toInput(undefined)).toBe('');
    expect(fromInput('')).toBeUndefined();
    expect(fromInput('soon')).toBeUndefined();
  });
});
