import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fieldProblems } from '../field-problems.js';
import { clientListQuery } from './list-clients.js';

function read(query: unknown) {
  const result = clientListQuery.safeParse(query);
  return result.success ? result.data : fieldProblems(result.error);
}

describe('the query of a list of clients', () => {
  it('asks for the first 50, the newest first, unless told otherwise', () => {
    expect(read({})).toEqual({ limit: 50, sort: '-created_at' });
  });

  it('36: caps a limit beyond the maximum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (limit) => {
        expect(read({ limit: String(limit) })).toEqual({ limit: Math.min(limit, 200), sort: '-created_at' });
      }),
    );
  });

  it.each([
    ['0', 'is less than 1'],
    ['-1', 'is not a whole number'],
    ['0x10', 'is not a whole number'],
    [' 1', 'is not a whole number'],
    ['9'.repeat(400), 'is not a whole number'],
    ['1.5', 'is not a whole number'],
    ['ten', 'is not a whole number'],
    ['', 'is not a whole number'],
  ])('refuses %j as its limit', (limit, message) => {
    expect(read({ limit })).toEqual([{ field: 'limit', message }]);
  });

  it('refuses what is no text', () => {
    for (const value of [{}, [], ['a', 'b'], null, true, { $ne: '' }]) {
      for (const field of ['cursor', 'search', 'sort']) {
        expect(clientListQuery.safeParse({ [field]: value }).success).toBe(false);
      }
    }
    expect(clientListQuery.safeParse({ limit: ['1', '2'] }).success).toBe(false);
    expect(clientListQuery.safeParse({ limit: {} }).success).toBe(false);
  });

  it('36: refuses a cursor of 10 kB', () => {
    expect(read({ cursor: 'a'.repeat(10_000) })).toEqual([
      { field: 'cursor', message: 'is not a cursor of this list' },
    ]);
  });

  it.each([
    ['a NUL', 'a\0'],
    ['half a surrogate pair', 'a\ud83d'],
  ])('refuses to search for %s, which Postgres cannot hold', (_, search) => {
    expect(read({ search })).toEqual([{ field: 'search', message: 'holds a character that no name has' }]);
  });

  it('names an order that there is not, and an unknown parameter', () => {
    expect(clientListQuery.safeParse({ sort: 'hash' }).success).toBe(false);
    expect(read({ where: '1' })).toEqual([{ field: 'where', message: 'is not a field that can be set' }]);
  });
});
