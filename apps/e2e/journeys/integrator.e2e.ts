import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { insecure } from '../system/insecure.js';
import { bodyOf, manyTimes, statusOf } from '../system/many-times.js';
import { MANAGEMENT, type ApplicationClient, type Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';
import { emptyRedis } from '../system/stores.js';

const resources = new TestResources();
let postern: Postern;
let as: oauth.AuthorizationServer;

beforeAll(async () => {
  postern = await sharedPostern(resources);
  const issuer = new URL(postern.issuer);
  as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
  );
});
afterAll(() => resources.release());

/** What an integrator does with a stock library. */
async function tokenByLibrary(client: ApplicationClient, method: oauth.ClientAuth, parameters = {}) {
  const { client_id } = client;
  const response = await oauth.clientCredentialsGrantRequest(as, { client_id }, method, parameters, insecure);
  return oauth.processClientCredentialsResponse(as, { client_id }, response);
}

async function introspectedByLibrary({ client_id, client_secret }: ApplicationClient, token: string) {
  const method = oauth.ClientSecretBasic(client_secret);
  const response = await oauth.introspectionRequest(as, { client_id }, method, token, insecure);
  return oauth.processIntrospectionResponse(as, { client_id }, response);
}

/** What a resource server does that knows nothing but the issuer's URL. */
async function verifiedByResourceServer(token: string, audience: string) {
  const metadata = (await (
    await fetch(`${postern.issuer}/.well-known/oauth-authorization-server`)
  ).json()) as { issuer: string; jwks_uri: string };
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  return jwtVerify(token, keys, { issuer: metadata.issuer, audience, typ: 'at+jwt' });
}

describe('an integrator with a stock library', () => {
  it.each([
    ['client_secret_basic', oauth.ClientSecretBasic],
    ['client_secret_post', oauth.ClientSecretPost],
  ])('26: gets a token by %s', async (_, method) => {
    const client = await postern.createClient({ scopes: ['reports:read', 'reports:write'] });
    const answer = await tokenByLibrary(client, method(client.client_secret), { scope: 'reports:read' });
    expect(answer).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'reports:read' });
    const { payload } = await verifiedByResourceServer(answer.access_token, postern.issuer);
    expect(payload).toMatchObject({ client_id: client.client_id, scope: 'reports:read' });
  });

  it('is told by name what was wrong', async () => {
    const client = await postern.createClient();
    const wrong = oauth.ClientSecretBasic(`${client.client_secret}x`);
    await expect(tokenByLibrary(client, wrong)).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'basic' }],
    });
    const right = oauth.ClientSecretPost(client.client_secret);
    await expect(tokenByLibrary(client, right, { scope: 'none' })).rejects.toMatchObject({
      error: 'invalid_scope',
      status: 400,
    });
  });

  it('has tokens that another library takes for RFC 9068 access tokens', async () => {
    const client = await postern.createClient({ scopes: ['reports:read'] });
    const token = await postern.accessToken(client);
    const request = new Request('https://api.example/', { headers: { authorization: `Bearer ${token}` } });
    await expect(oauth.validateJwtAccessToken(as, request, postern.issuer, insecure)).resolves.toMatchObject({
      sub: client.client_id,
    });
    await expect(oauth.validateJwtAccessToken(as, request, MANAGEMENT, insecure)).rejects.toThrow();
  });

  it('51: gets a token on the first try, right after each of 20 clients is created', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => postern.requestToken(await postern.createClient())),
    );
    expect(answers.map(statusOf)).toEqual(Array(20).fill(200));
  });
});

describe('a client, from its creation to its end', () => {
  it('works with as many scopes as it may have', async () => {
    const scopes = Array.from({ length: 20 }, (_, index) => `${index}:`.padEnd(99, 'x'));
    const client = await postern.createClient({ scopes });
    const token = await postern.accessToken(client);
    expect((await postern.whoami(token)).json()['scope']).toBe(scopes.join(' '));
    expect((await postern.introspect(client, token)).json()['active']).toBe(true);
  });

  it('22: works everywhere, and once deleted nowhere, not even after Redis was emptied', async () => {
    const client = await postern.createClient({ scopes: ['reports:read'] });
    const { access_token: token } = await tokenByLibrary(
      client,
      oauth.ClientSecretBasic(client.client_secret),
    );

    const { payload } = await verifiedByResourceServer(token, postern.issuer);
    expect(payload.sub).toBe(client.client_id);
    await expect(verifiedByResourceServer(token, MANAGEMENT)).rejects.toThrow('"aud"');
    expect((await postern.whoami(token)).json()).toEqual(payload);
    expect(await introspectedByLibrary(client, token)).toEqual({
      ...payload,
      active: true,
      token_type: 'Bearer',
    });
    expect(await manyTimes(() => postern.requestToken(client), statusOf)).toEqual([200]);

    expect((await postern.deleteClient(client)).status).toBe(204);
    await expectEnded(client, token);
    await emptyRedis(postern);
    await expectEnded(client, token);
  });

  it('22: when disabled works nowhere, and enabled again works with new tokens only', async () => {
    const client = await postern.createClient();
    const before = await postern.accessToken(client);
    const change = (status: string) => postern.manage('PATCH', `/${client.client_id}`, { json: { status } });

    expect((await change('disabled')).status).toBe(200);
    await expectEnded(client, before);
    expect((await change('active')).status).toBe(200);
    const after = await postern.accessToken(client);
    expect(await manyTimes(() => postern.introspect(postern.admin, before), bodyOf)).toEqual([
      '{"active":false}',
    ]);
    expect(await manyTimes(() => postern.whoami(after), statusOf)).toEqual([200]);
  });
});

/** At every replica: no token is issued, and the one that there was is inactive. */
async function expectEnded(client: ApplicationClient, token: string): Promise<void> {
  expect(await manyTimes(() => postern.requestToken(client), statusOf)).toEqual([401]);
  expect(await manyTimes(() => postern.introspect(postern.admin, token), bodyOf)).toEqual([
    '{"active":false}',
  ]);
  expect(await manyTimes(() => postern.introspect(client, token), statusOf)).toEqual([401]);
  expect(await manyTimes(() => postern.whoami(token), statusOf)).toEqual([401]);
}
