import { describe, expect, it } from '@jest/globals';
import { isFiltered, listQuery } from './list-query.js';

const query = (text: string) => listQuery(new URLSearchParams(text));

describe('the list that an address asks for', () => {
  it('is the newest first where it says nothing', () => {
    expect(query('')).toEqual({ sort: '-created_at' });
  });

  it('is what the address says', () => {
    expect(query('search=orders&sort=name&status=disabled&unused_for_days=90')).toEqual({
      search: 'orders',
      sort: 'name',
      status: 'disabled',
      unused_for_days: 90,
    });
  });

  it.each(['sort=evil', 'status=', 'unused_for_days=-1', 'unused_for_days=9e9', 'stranger=1', 'search=%00'])(
    'is not spoilt by %s',
    (text) => expect(query(text)).toEqual({ sort: '-created_at' }),
  );
});

it('an order alone leaves nothing out', () => {
  expect(isFiltered(query('sort=name&cursor=abc'))).toBe(false);
  expect(isFiltered(query('status=active'))).toBe(true);
});
