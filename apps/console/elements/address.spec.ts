import { describe, expect, it } from '@jest/globals';
import { withChange } from './address.js';

describe('a change of the address', () => {
  it('begins at the first page', () => {
    expect(withChange(new URLSearchParams('cursor=abc&sort=name'), { search: 'x' }).toString()).toBe(
      'sort=name&search=x',
    );
  });

  it('takes away what is empty', () => {
    expect(withChange(new URLSearchParams('search=x'), { search: '' }).toString()).toBe('');
  });
});
