import { describe, expect, it } from '@jest/globals';
import { IdempotencyKeys } from './idempotency-keys.js';

describe('an idempotency key', () => {
  it('stays while the content does, and comes back with it', () => {
    const keys = new IdempotencyKeys();
    const first = keys.for({ name: 'a' });
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(keys.for({ name: 'a' })).toBe(first);
    expect(keys.for({ name: 'b' })).not.toBe(first);
    expect(keys.for({ name: 'a' })).toBe(first);
  });

  it('is another one for whoever begins anew', () => {
    expect(new IdempotencyKeys().for({})).not.toBe(new IdempotencyKeys().for({}));
  });
});
