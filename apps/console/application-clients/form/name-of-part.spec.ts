import { describe, expect, it } from '@jest/globals';
import { NEW_CLIENT, valuesOf } from './client-values.js';
import { nameOfPart } from './name-of-part.js';

const values = valuesOf({
  ...NEW_CLIENT,
  scopes: ['a', 'b'],
  grants: [{ audience: 'urn:example:x', scopes: ['read'] }],
  allowed_addresses: ['192.0.2.1', '10.0.0.0/33'],
});

describe('a part of a client', () => {
  it.each([
    ['scopes.1', '“b”'],
    ['grants.0.audience', '“urn:example:x”'],
    ['grants.0', '“urn:example:x”'],
    ['grants.0.scopes.0', '“read”'],
    ['allowed_addresses.1', '“10.0.0.0/33”'],
    ['jwks.keys.0.d', 'keys.0.d'],
  ])('%s is called %s', (path, called) => {
    expect(nameOfPart(path, values)).toBe(called);
  });

  it.each(['name', 'scopes', 'scopes.9', 'grants.3.audience', 'constructor.name', 'scopes.length'])(
    'has no name of its own where it is a field, or is not there: %s',
    (path) => {
      expect(nameOfPart(path, values)).toBeUndefined();
    },
  );
});
