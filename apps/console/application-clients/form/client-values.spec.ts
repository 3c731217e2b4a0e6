import { describe, expect, it } from '@jest/globals';
import { newApplicationClient } from '@postern/contracts';
import { bodyOf, NEW_CLIENT, valuesOf, type ClientSettings } from './client-values.js';

const KEY = {
  kty: 'OKP' as const,
  crv: 'Ed25519' as const,
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  kid: '1',
};
const filled: ClientSettings = {
  name: 'Orders sync',
  description: 'two\nlines',
  scopes: ['clients:read', 'a'],
  grants: [{ audience: 'https://billing.example', scopes: ['read'] }],
  token_lifetime_seconds: 600,
  resource_server_for: 'https://billing.example',
  allowed_addresses: ['198.51.100.0/24', '2001:db8::1'],
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [KEY] },
  jwks_uri: null,
};
const at = { ...filled, jwks: null, jwks_uri: 'https://keys.example/jwks' };
const problemsOf = (body: unknown) => newApplicationClient.safeParse(body).error?.issues ?? [];

describe('a client in the inputs of a form', () => {
  it.each([
    ['with keys', filled],
    ['with published keys', at],
    ['new', { ...NEW_CLIENT, name: 'n' }],
  ])('comes back as it was: %s', (_, client) => {
    expect(newApplicationClient.parse(bodyOf(valuesOf(client)))).toEqual(client);
  });

  it('has a lifetime of its own only where one is typed in', () => {
    const values = valuesOf(filled);
    expect(problemsOf(bodyOf({ ...values, token_lifetime_seconds: null }))).toEqual([]);
    expect(problemsOf(bodyOf({ ...values, token_lifetime_seconds: Number.NaN }))).toHaveLength(1);
  });

  it('has addresses however they are set apart', () => {
    const allowed_addresses = ' 192.0.2.1,198.51.100.0/24 ;\r\n\n2001:db8::/32\t';
    expect(bodyOf({ ...valuesOf(filled), allowed_addresses }).allowed_addresses).toEqual([
      '192.0.2.1',
      '198.51.100.0/24',
      '2001:db8::/32',
    ]);
  });

  it('has a key set where a single key is pasted', () => {
    const values = { ...valuesOf(filled), jwks: JSON.stringify(KEY) };
    expect(bodyOf(values).jwks).toEqual({ keys: [KEY] });
  });

  it.each(['-----BEGIN PUBLIC KEY-----', '{', '"x"', '[]', '{}', '   '])(
    'is refused with %j for keys',
    (jwks) => {
      const [issue] = problemsOf(bodyOf({ ...valuesOf(filled), jwks }));
      expect(issue?.path[0]).toBe('jwks');
    },
  );

  it('is refused with no address for keys, where that is what is missing', () => {
    const [issue] = problemsOf(bodyOf({ ...valuesOf(at), jwks_uri: ' ' }));
    expect(issue?.path).toEqual(['jwks_uri']);
  });

  it('leaves no keys behind where it goes back to a secret', () => {
    const values = { ...valuesOf(filled), token_endpoint_auth_method: 'client_secret_basic' as const };
    expect(bodyOf(values)).toMatchObject({ jwks: null, jwks_uri: null });
  });
});
