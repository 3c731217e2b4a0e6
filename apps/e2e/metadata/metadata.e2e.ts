import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import { insecure } from '../system/insecure.js';
import { basic, MANAGEMENT, type ApplicationClient, type Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';

const SERVER = '/.well-known/oauth-authorization-server';
const RESOURCE = '/.well-known/oauth-protected-resource/v1';
const KEYS = '/.well-known/jwks.json';

interface ServerMetadata extends Record<string, unknown> {
  issuer: string;
  grant_types_supported: string[];
  token_endpoint_auth_methods_supported: string[];
  token_endpoint_auth_signing_alg_values_supported: string[];
  introspection_endpoint_auth_methods_supported: string[];
  revocation_endpoint_auth_methods_supported: string[];
  protected_resources: string[];
}

const resources = new TestResources();
let postern: Postern;
let client: ApplicationClient;
let metadata: ServerMetadata;
let signer: Awaited<ReturnType<typeof newSigner>>;

beforeAll(async () => {
  postern = await sharedPostern(resources);
  client = await postern.createClient({ scopes: ['clients:read'] });
  metadata = (await postern.ask(SERVER)).json<ServerMetadata>();
  signer = await newSigner('ES256');
});
afterAll(() => resources.release());

/** A client that has a key for this algorithm, and may introspect every token. */
async function newSigner(alg: string) {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const { client_id } = await postern.createClient({
    scopes: ['tokens:introspect'],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [await exportJWK(publicKey)] },
  });
  return { client_id, alg, privateKey };
}

async function assertionOf({ client_id, alg, privateKey }: Awaited<ReturnType<typeof newSigner>>) {
  const assertion = new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg })
    .setIssuer(client_id)
    .setSubject(client_id)
    .setAudience(metadata.issuer)
    .setExpirationTime('1m');
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion.sign(privateKey),
  };
}

/** Authenticates in one of the advertised ways. */
async function authenticated(method: string, path: string, parameters: Record<string, string>) {
  const { client_id, client_secret } = client;
  if (method === 'client_secret_basic')
    return postern.post(path, parameters, { authorization: basic(client) });
  if (method === 'client_secret_post') return postern.post(path, { ...parameters, client_id, client_secret });
  if (method === 'private_key_jwt')
    return postern.post(path, { ...parameters, ...(await assertionOf(signer)) });
  throw new Error(`This test does not know ${method} yet.`);
}

describe('the issuer', () => {
  it.each([
    { host: 'evil.example' },
    { host: 'evil.example:443', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { 'x-forwarded-port': '1', 'x-forwarded-prefix': '/evil', 'x-original-host': 'evil.example' },
    { forwarded: 'for=1.2.3.4;host=evil.example;proto=https' },
  ])('25: is the configured one, whatever %j says', async (headers) => {
    for (const path of [SERVER, RESOURCE]) {
      const plain = await postern.ask(path);
      expect((await postern.ask(path, { headers })).body).toBe(plain.body);
      expect((await postern.ask(`http://evil.example${path}`, { headers })).body).toBe(plain.body);
    }
    const form = { grant_type: 'client_credentials' };
    const answer = await postern.post('/oauth2/token', form, { authorization: basic(client), ...headers });
    expect(decodeJwt(answer.json<{ access_token: string }>().access_token).iss).toBe(postern.issuer);
    const refusal = await postern.ask('/v1/whoami', { headers });
    expect(refusal.headers['www-authenticate']).toContain(`resource_metadata="${postern.issuer}${RESOURCE}"`);
  });

  it('25: is the one in the metadata and in admin.json', () => {
    expect([metadata.issuer, postern.admin.issuer]).toEqual([postern.issuer, postern.issuer]);
  });
});

describe('the metadata', () => {
  it('26: can be kept for a while', async () => {
    for (const path of [SERVER, RESOURCE]) {
      const { status, headers } = await postern.ask(path);
      expect(status).toBe(200);
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(headers['cache-control']).toMatch(/max-age=[1-9]/);
    }
  });

  it('26: names endpoints that are there, and no other that is', async () => {
    const known = {
      '/oauth2/token': 'token',
      '/oauth2/introspect': 'introspection',
      '/oauth2/revoke': 'revocation',
    };
    for (const [path, name] of Object.entries(known)) {
      const exists = (await postern.ask(path)).status === 405;
      expect([path, metadata[`${name}_endpoint`]]).toEqual([
        path,
        exists ? postern.issuer + path : undefined,
      ]);
    }
    expect(metadata['jwks_uri']).toBe(postern.issuer + KEYS);
  });

  it('26: names ways to authenticate that all work at the endpoint that they are named for', async () => {
    const token = await postern.accessToken(client);
    for (const method of metadata.token_endpoint_auth_methods_supported) {
      const answer = await authenticated(method, '/oauth2/token', { grant_type: 'client_credentials' });
      expect([method, answer.status]).toEqual([method, 200]);
    }
    for (const method of metadata.introspection_endpoint_auth_methods_supported) {
      const answer = await authenticated(method, '/oauth2/introspect', { token });
      expect([method, answer.json()['active']]).toEqual([method, true]);
    }
    for (const method of metadata.revocation_endpoint_auth_methods_supported) {
      const issued = await authenticated(method, '/oauth2/token', { grant_type: 'client_credentials' });
      const { access_token: revoked } = issued.json<{ access_token: string }>();
      expect((await postern.introspect(postern.admin, revoked)).json()['active']).toBe(true);
      const answer = await authenticated(method, '/oauth2/revoke', { token: revoked });
      expect([method, answer.status]).toEqual([method, 200]);
      expect((await postern.introspect(postern.admin, revoked)).json()['active']).toBe(false);
    }
    for (const name of ['token', 'introspection', 'revocation'])
      expect(metadata[`${name}_endpoint_auth_methods_supported`]).not.toContain('none');
  });

  it('26: names algorithms of client assertions that all work, and nothing symmetric', async () => {
    const algorithms = metadata.token_endpoint_auth_signing_alg_values_supported;
    for (const alg of algorithms) {
      const form = { grant_type: 'client_credentials', ...(await assertionOf(await newSigner(alg))) };
      expect([alg, (await postern.post('/oauth2/token', form)).status]).toEqual([alg, 200]);
    }
    expect(algorithms.filter((alg) => /^(none|HS)/i.test(alg))).toEqual([]);
    for (const name of ['introspection', 'revocation'])
      expect(metadata[`${name}_endpoint_auth_signing_alg_values_supported`]).toEqual(algorithms);
  });

  it('26: names the grants that work; the others do not', async () => {
    const all = [
      'client_credentials',
      'authorization_code',
      'password',
      'refresh_token',
      'implicit',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:ietf:params:oauth:grant-type:device_code',
    ];
    const working: string[] = [];
    for (const grant_type of all) {
      if ((await postern.requestToken(client, { grant_type })).status === 200) working.push(grant_type);
    }
    expect(metadata.grant_types_supported).toEqual(working);
  });

  it('26: leads a caller of the management API from its 401 to a token that it takes', async () => {
    const challenge = (await postern.ask('/v1/application-clients')).headers['www-authenticate'] ?? '';
    const url = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '';
    expect(url).toBe(postern.issuer + RESOURCE);
    const [resource = ''] = metadata.protected_resources;
    const identifier = new URL(resource);
    const found = await oauth.processResourceDiscoveryResponse(
      identifier,
      await oauth.resourceDiscoveryRequest(identifier, insecure),
    );
    expect(found).toMatchObject({
      authorization_servers: [postern.issuer],
      bearer_methods_supported: ['header'],
    });
    expect(found.scopes_supported).toContain('clients:read');
    const token = await postern.accessToken(client, { resource: found.resource });
    expect(decodeJwt(token).aud).toBe(MANAGEMENT);
    const answer = await postern.manage('GET', '', { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
  });
});

describe('the key set', () => {
  it('27: holds public members only, each key under its own kid, and can be kept for a while', async () => {
    const { headers, ...answer } = await postern.ask(KEYS);
    const { keys } = answer.json<{ keys: Record<string, unknown>[] }>();
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys)
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    expect(headers['content-type']).toMatch(/^application\/jwk-set\+json/);
    expect(headers['cache-control']).toMatch(/max-age=[1-9]/);
  });

  it('27: is the same whichever replica answers', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => postern.ask(KEYS)));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });
});
