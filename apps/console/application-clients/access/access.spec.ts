import { describe, expect, it } from '@jest/globals';
import { MANAGEMENT_AUDIENCE } from '@postern/contracts';
import { accessOf, DEFAULT_API, grantedBy, isSameAccess } from './access.js';

const BILLING = { audience: 'https://billing.example', scopes: ['read', 'pay'] };

describe('what a client may', () => {
  const granted = { scopes: ['clients:read', 'a', 'b'], grants: [BILLING] };
  const access = [
    BILLING,
    { audience: MANAGEMENT_AUDIENCE, scopes: ['clients:read'] },
    { audience: DEFAULT_API, scopes: ['a', 'b'] },
  ];

  it('is told API by API', () => {
    expect(accessOf(granted)).toEqual(access);
    expect(accessOf({ scopes: [], grants: [] })).toEqual([]);
  });

  it('comes back in the words of the contract', () => {
    expect(grantedBy(access)).toEqual(granted);
  });

  it('is a grant without scopes, too', () => {
    const bare = { audience: 'urn:example:x', scopes: [] };
    expect(grantedBy([bare])).toEqual({ scopes: [], grants: [bare] });
  });

  it('is the same in another order, and another where a scope is', () => {
    const turned = { scopes: ['b', 'a', 'clients:read'], grants: [{ ...BILLING, scopes: ['pay', 'read'] }] };
    expect(isSameAccess(granted, turned)).toBe(true);
    expect(isSameAccess(granted, { ...granted, scopes: ['a', 'b'] })).toBe(false);
    expect(isSameAccess(granted, { ...granted, grants: [] })).toBe(false);
    expect(isSameAccess(granted, { ...granted, grants: [{ ...BILLING, scopes: ['pay'] }] })).toBe(false);
  });
});
