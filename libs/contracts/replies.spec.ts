import { describe, expect, it } from '@jest/globals';
import { createClient, findClientRecord, getClient, getKeySet, introspectToken } from './index.js';

const clientId = `pcl_${'a'.repeat(22)}`;
const client = {
  client_id: clientId,
  name: 'Billing',
  description: '',
  status: 'active',
  scopes: [],
  grants: [],
  token_lifetime_seconds: null,
  resource_server_for: null,
  token_endpoint_auth_method: 'client_secret_basic',
  jwks: null,
  jwks_uri: null,
  allowed_addresses: [],
  created_at: '2026-01-02T03:04:05.678Z',
  updated_at: '2026-01-02T03:04:05.678Z',
  last_used_at: null,
  version: 1,
} as const;

describe('what may leave a service', () => {
  it('34: is the secret in the answer to a create, and in no other', () => {
    const withSecret = { ...client, client_secret: 'pcs_1', hash: '$argon2id$' };
    expect(createClient.reply.parse(withSecret)).toEqual({ ...client, client_secret: 'pcs_1' });
    expect(getClient.reply.parse(withSecret)).toEqual(client);
  });

  const keys = [
    { kid: 'k', kty: 'EC', crv: 'P-256', x: 'x', y: 'y', alg: 'ES256', use: 'sig' },
    { kid: 'k', kty: 'RSA', n: 'n', e: 'AQAB', alg: 'RS256', use: 'sig' },
    { kid: 'k', kty: 'OKP', crv: 'Ed25519', x: 'x', alg: 'EdDSA', use: 'sig' },
  ] as const;
  const keySetOf = (...all: object[]) => getKeySet.reply.safeParse({ keys: all, max_age_seconds: 300 });

  it.each(keys)('27: is the public part of a key for $alg', (key) => {
    const secret = { d: 'd', p: 'p', q: 'q', dp: 'dp', dq: 'dq', qi: 'qi', oth: [], k: 'k', x5c: ['x5c'] };
    expect(keySetOf({ ...secret, ...key }).data).toEqual({ keys: [key], max_age_seconds: 300 });
  });

  it('27: is a key of the kinds that we sign with, for the one algorithm of its kind', () => {
    expect(keySetOf({ kid: 'k', kty: 'oct', k: 'secret', alg: 'HS256', use: 'sig' }).success).toBe(false);
    for (const key of keys)
      for (const other of keys.filter(({ alg }) => alg !== key.alg))
        expect(keySetOf({ ...key, alg: other.alg }).success).toBe(false);
  });

  it('22: is nothing of an inactive token', () => {
    expect(introspectToken.reply.parse({ active: false })).toEqual({ active: false });
    expect(introspectToken.reply.safeParse({ active: false, client_id: clientId }).success).toBe(false);
  });

  it('is of a client record what the token service needs', () => {
    const secret = { secret_id: 's', hash: '$argon2id$', hint: 'abcd', expires_at: null };
    const { status, scopes, version, token_lifetime_seconds, resource_server_for } = client;
    const { allowed_addresses, token_endpoint_auth_method, jwks, jwks_uri } = client;
    const authentication = { allowed_addresses, token_endpoint_auth_method, jwks, jwks_uri };
    const grants = [
      { audience: 'urn:a', scopes: ['a'], withheld: ['b'], token_lifetime_seconds: 60, since: 1 },
    ];
    const settings = { status, scopes, token_lifetime_seconds, resource_server_for, ...authentication };
    const record = {
      client_id: clientId,
      ...settings,
      grants,
      version,
      tokens_since: 1,
      management_since: 1,
    };
    const reply = findClientRecord.reply.parse({
      record: { ...client, ...record, secrets: [{ ...secret, created_at: 'now' }] },
    });
    expect(reply).toEqual({ record: { ...record, secrets: [secret] } });
    expect(findClientRecord.reply.parse({ record: null })).toEqual({ record: null });
  });

  it.each(['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.678+01:00', '2026-01-02', 'now'])(
    'is no time such as %s, since times are UTC to the millisecond',
    (created_at) => {
      expect(getClient.reply.safeParse({ ...client, created_at }).success).toBe(false);
    },
  );
});
