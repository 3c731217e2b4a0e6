import { generateKeyPairSync, type webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { decodeJwt, exportJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import { form, type Answer } from '../system/ask.js';
import { insecure } from '../system/insecure.js';
import { manyTimes, statusOf } from '../system/many-times.js';
import { whileDown } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import { basic, type ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { emptyRedis } from '../system/stores.js';

const TOKEN = '/oauth2/token';
const GRANT = { grant_type: 'client_credentials' };

const resources = new TestResources();
let postern: OwnPostern;
let as: oauth.AuthorizationServer;
let keys: webcrypto.CryptoKeyPair;
let jwk: object;
let client: ApplicationClient;

beforeAll(async () => {
  postern = await startPostern(resources, { JWKS_URI_ALLOW_PRIVATE: 'true', LOG_LEVEL: 'debug' });
  const issuer = new URL(postern.issuer);
  as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
  );
  keys = await oauth.generateKeyPair('ES256');
  jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', use: 'sig', alg: 'ES256' };
  client = await createWithKeys({ jwks: { keys: [jwk] } });
});
afterAll(() => resources.release());

const createWithKeys = (settings: object) =>
  postern.createClient({ scopes: ['read'], token_endpoint_auth_method: 'private_key_jwt', ...settings });
const change = (json: object, { client_id }: { client_id: string } = client) =>
  postern.manage('PATCH', `/${client_id}`, { json });

type Claims = Record<string, unknown>;

/** As a stock library signs it, unless changed. */
function assertionOf(
  { client_id }: { client_id: string },
  modify: (claims: Claims) => void = () => undefined,
) {
  const method = oauth.PrivateKeyJwt(
    { key: keys.privateKey, kid: 'k1' },
    { [oauth.modifyAssertion]: (_, claims) => modify(claims) },
  );
  const body = new URLSearchParams();
  // The library hands the body over for signing.
  return Promise.resolve(method(as, { client_id }, body, new Headers())).then(() => Object.fromEntries(body));
}

const send = (parameters: Record<string, string>, path = TOKEN, headers = {}) =>
  postern.post(path, form({ ...(path === TOKEN ? GRANT : { token: 'x' }), ...parameters }), headers);
const errorOf = (answer: Answer) => [answer.status, answer.json()['error']];
/** All that a caller sees, but for date and id. */
function visible({ status, headers: { date, 'x-request-id': id, ...headers }, body }: Answer): string {
  expect([date, id]).toEqual([expect.any(String), expect.any(String)]);
  return JSON.stringify({ status, headers, body });
}

describe('an integrator with a key and a stock library', () => {
  it('18: gets tokens at every replica, and has no secret', async () => {
    expect(client).not.toHaveProperty('client_secret');
    const { client_id } = client;
    const method = oauth.PrivateKeyJwt({ key: keys.privateKey, kid: 'k1' });
    const response = await oauth.clientCredentialsGrantRequest(as, { client_id }, method, {}, insecure);
    const { access_token } = await oauth.processClientCredentialsResponse(as, { client_id }, response);
    expect(decodeJwt(access_token)).toMatchObject({ client_id, scope: 'read' });
    const introspected = await oauth.introspectionRequest(as, { client_id }, method, access_token, insecure);
    expect(await oauth.processIntrospectionResponse(as, { client_id }, introspected)).toMatchObject({
      active: true,
    });
    expect(await manyTimes(async () => send(await assertionOf(client)), statusOf)).toEqual([200]);
  });

  it('26: has its method and its algorithms in the metadata', () => {
    expect(as.token_endpoint_auth_methods_supported).toContain('private_key_jwt');
    expect(as.token_endpoint_auth_signing_alg_values_supported).toContain('ES256');
    expect(as.introspection_endpoint_auth_signing_alg_values_supported).toEqual(
      as.token_endpoint_auth_signing_alg_values_supported,
    );
  });
});

describe('an assertion', () => {
  it('18: of 100 tries at once, over several replicas, one is let in', async () => {
    const parameters = await assertionOf(client);
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(parameters)));
    expect(answers.map(statusOf).sort()).toEqual([200, ...Array<number>(99).fill(401)]);
    await emptyRedis(postern);
    expect(await manyTimes(() => send(parameters), statusOf)).toEqual([401]);
  });

  it('12: that is refused, and whatever else is, answers with the same bytes', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const withSecret = await postern.createClient();
    const disabled = await createWithKeys({ jwks: { keys: [jwk] } });
    await change({ status: 'disabled' }, disabled);
    const used = await assertionOf(client);
    await send(used);
    const { client_id } = client;
    const refused = [
      used,
      await assertionOf(client, (claims) => (claims['aud'] = `${postern.issuer}${TOKEN}`)),
      await assertionOf(client, (claims) => (claims['aud'] = [postern.issuer, `${postern.issuer}${TOKEN}`])),
      await assertionOf(client, (claims) => (claims['exp'] = now - 60)),
      await assertionOf(client, (claims) => (claims['exp'] = now + 360)),
      await assertionOf(client, (claims) => (claims['nbf'] = now + 60)),
      await assertionOf(client, (claims) => delete claims['jti']),
      await assertionOf(client, (claims) => (claims['iss'] = withSecret.client_id)),
      await assertionOf(disabled),
      await assertionOf(withSecret),
      await assertionOf({ client_id: 'pcl_0000000000000000000000' }),
      { ...(await assertionOf(client)), client_id: withSecret.client_id },
      { ...(await assertionOf(client)), client_assertion: 'a.b.c' },
      { client_id, client_secret: withSecret.client_secret },
    ];
    const seen = new Set<string>();
    for (const path of [TOKEN, '/oauth2/introspect'])
      for (const parameters of refused) seen.add(visible(await send(parameters, path)));
    seen.add(visible(await send({}, TOKEN, { authorization: basic({ client_id, client_secret: 'x' }) })));
    const [only, ...others] = [...seen];
    expect(others).toEqual([]);
    expect(JSON.parse(only!)).toMatchObject({ status: 401 });
  });

  it('18: within ten seconds of clock skew is taken', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const early = await assertionOf(client, (claims) =>
      Object.assign(claims, { iat: now + 10, nbf: now + 10, exp: now + 309 }),
    );
    expect((await send(early)).status).toBe(200);
    const late = await assertionOf(client, (claims) =>
      Object.assign(claims, { exp: Math.floor(Date.now() / 1_000) - 9 }),
    );
    expect((await send(late)).status).toBe(200);
  });

  it('13: beside another way to authenticate, doubled or half there → 400', async () => {
    const other = await postern.createClient();
    const right = await assertionOf(client);
    const { client_assertion, client_assertion_type } = right as Record<string, string>;
    const malformed = [
      await send(right, TOKEN, { authorization: basic(other) }),
      await send(right, TOKEN, { authorization: 'Bearer x' }),
      await send({ ...right, client_secret: 'x' }),
      await send({ client_assertion: client_assertion! }),
      await send({ client_assertion_type: client_assertion_type! }),
      await send({
        ...right,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
      }),
      await postern.post(TOKEN, `${form({ ...GRANT, ...right })}&client_assertion=x`),
    ];
    expect(malformed.map(errorOf)).toEqual(malformed.map(() => [400, 'invalid_request']));
    expect((await send(right)).status).toBe(200);
  });

  it('11: while Postgres is down → 503, and it is good afterwards', async () => {
    await send(await assertionOf(client));
    const parameters = await assertionOf(client);
    await whileDown([postern.server('postgres')], async () => {
      const answer = await send(parameters);
      expect([answer.status, answer.json()['error']]).toEqual([503, 'temporarily_unavailable']);
      expect(answer.headers['retry-after']).toBeDefined();
    });
    await eventually('Postgres is back', async () => (await send(await assertionOf(client))).status === 200);
    expect((await send(parameters)).status).toBe(200);
  });
});

describe('the keys of a client', () => {
  it('16: take the place of its secrets, at once and at every replica, and back', async () => {
    const moved = await postern.createClient();
    await postern.accessToken(moved);
    expect(
      (await change({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } }, moved)).status,
    ).toBe(200);
    expect(await manyTimes(() => postern.requestToken(moved), statusOf)).toEqual([401]);
    expect(await manyTimes(async () => send(await assertionOf(moved)), statusOf)).toEqual([200]);
    expect((await postern.manage('POST', `/${moved.client_id}/secrets`, { json: {} })).status).toBe(409);
    expect((await change({ token_endpoint_auth_method: 'client_secret_basic' }, moved)).json()).toMatchObject(
      { jwks: null },
    );
    expect(await manyTimes(async () => send(await assertionOf(moved)), statusOf)).toEqual([401]);
    expect(await manyTimes(() => postern.requestToken(moved), statusOf)).toEqual([401]);
    const secret = (
      await postern.manage('POST', `/${moved.client_id}/secrets`, { json: {} })
    ).json<ApplicationClient>();
    const { client_secret } = secret;
    expect((await postern.requestToken({ client_id: moved.client_id, client_secret })).status).toBe(200);
  });

  it('20: are public ones; a private one is refused by the name of the field', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const [key, field] of [
      [privateKey.export({ format: 'jwk' }), 'jwks.keys.0.d'],
      [{ kty: 'oct', k: 'c2VjcmV0' }, 'jwks.keys.0.k'],
    ] as const) {
      const json = { name: 'x', token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key] } };
      const answer = await postern.manage('POST', '', { json });
      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({ errors: [{ field }] });
      expect(answer.body).not.toContain('d' in key ? key.d! : 'c2VjcmV0');
    }
  });

  it('37: may be published, and are fetched from there', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    resources.add(server, () => server.close());
    resources.add(server, () => server.closeAllConnections());
    const jwks_uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
    const publishing = await createWithKeys({ jwks_uri });
    expect(asked).toBe(0);
    expect(await manyTimes(async () => send(await assertionOf(publishing)), statusOf)).toEqual([200]);
    expect(asked).toBe(2);
  });
});
