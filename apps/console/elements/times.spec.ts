import { describe, expect, it } from '@jest/globals';
import { DAY_MS, relativeTime } from './times.js';

const NOW = Date.parse('2026-06-15T12:00:00.000Z');

describe('a relative time', () => {
  it.each([
    [0, 'just now'],
    [-59_999, 'just now'],
    [59_999, 'in less than a minute'],
    [-60_000, '1 minute ago'],
    [-59 * 60_000, '59 minutes ago'],
    [-3_600_000, '1 hour ago'],
    [-23.9 * 3_600_000, '23 hours ago'],
    [-DAY_MS, 'yesterday'],
    [-29 * DAY_MS, '29 days ago'],
    [-89 * DAY_MS, '2 months ago'],
    [-800 * DAY_MS, '2 years ago'],
    [13.5 * DAY_MS, 'in 13 days'],
  ])('of %d ms is told as %s', (distance, told) => {
    expect(relativeTime(NOW + distance, NOW)).toBe(told);
  });
});
