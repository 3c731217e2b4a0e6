import { describe, expect, it } from '@jest/globals';
import { merge } from './merge.js';

const was = { name: 'Billing', description: '', scopes: ['read'] };

describe('what two people changed at once', () => {
  it('is put together where they changed different things', () => {
    const mine = { ...was, name: 'Invoices' };
    const theirs = { ...was, scopes: ['read', 'write'] };
    expect(merge(was, mine, theirs)).toEqual({
      values: { name: 'Invoices', description: '', scopes: ['read', 'write'] },
      changed: ['scopes'],
      disputed: [],
    });
  });

  it('stays mine where both changed the same thing, and is told', () => {
    const mine = { ...was, name: 'Invoices', description: 'Mine' };
    const theirs = { ...was, name: 'Payments' };
    expect(merge(was, mine, theirs)).toEqual({ values: mine, changed: ['name'], disputed: ['name'] });
  });

  it('is not disputed where both made it the same', () => {
    const same = { ...was, name: 'Invoices' };
    expect(merge(was, same, same)).toEqual({ values: same, changed: ['name'], disputed: [] });
  });
});
