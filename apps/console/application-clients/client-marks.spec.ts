import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../elements/times.js';
import { clientMarks } from './client-marks.js';

const NOW = Date.parse('2026-06-15T12:00:00.000Z');
const days = (count: number) => new Date(NOW + count * DAY_MS).toISOString();
const client = {
  status: 'active' as const,
  created_at: days(-400),
  last_used_at: days(-1),
  next_secret_expires_at: null,
};

describe('a client stands out', () => {
  it('not, where it is in use and its secrets stay', () => {
    expect(clientMarks(client, NOW)).toEqual([]);
  });

  it.each([
    ['used long ago', { last_used_at: days(-91) }],
    ['never used', { last_used_at: null }],
  ])('where it is %s', (_, change) => {
    expect(clientMarks({ ...client, ...change }, NOW)).toEqual([
      { kind: 'unused', text: 'Unused for 90 days' },
    ]);
  });

  it.each([
    ['new', { created_at: days(-3), last_used_at: null }],
    ['disabled', { status: 'disabled' as const, last_used_at: null }],
  ])('not, where it is unused but %s', (_, change) => {
    expect(clientMarks({ ...client, ...change }, NOW)).toEqual([]);
  });

  it('where a secret ends soon', () => {
    expect(clientMarks({ ...client, next_secret_expires_at: days(3.5) }, NOW)).toEqual([
      { kind: 'expiring', text: 'Secret expires in 3 days' },
    ]);
    expect(clientMarks({ ...client, next_secret_expires_at: days(15) }, NOW)).toEqual([]);
  });
});
