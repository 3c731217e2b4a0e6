import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { insecure } from '../system/insecure.js';
import { basic, type ApplicationClient, type Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';

const INTROSPECT = '/oauth2/introspect';
const JWT = 'application/token-introspection+jwt';

const resources = new TestResources();
let postern: Postern;
let as: oauth.AuthorizationServer;
let client: ApplicationClient;
let token: string;

beforeAll(async () => {
  postern = await sharedPostern(resources);
  const issuer = new URL(postern.issuer);
  const discovery = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
  as = await oauth.processDiscoveryResponse(issuer, discovery);
  client = await postern.createClient({ scopes: ['reports:read'] });
  token = await postern.accessToken(client);
});
afterAll(() => resources.release());

const introspect = (accept: string, presented = token, caller = client) =>
  postern.post(INTROSPECT, { token: presented }, { authorization: basic(caller), accept });

const verified = (jwt: string, audience: string) =>
  jwtVerify(jwt, createRemoteJWKSet(new URL(as.jwks_uri!)), {
    issuer: postern.issuer,
    audience,
    typ: 'token-introspection+jwt',
  });

describe('introspection answered by a JWT (RFC 9701)', () => {
  it('26: is taken by a stock library, with a signature of an advertised algorithm', async () => {
    const { client_id } = client;
    const [algorithm] = as.introspection_signing_alg_values_supported!;
    const registration = { client_id, introspection_signed_response_alg: algorithm! };
    const by = oauth.ClientSecretBasic(client.client_secret);
    const options = { ...insecure, requestJwtResponse: true };
    const response = await oauth.introspectionRequest(as, registration, by, token, options);
    expect(response.headers.get('content-type')).toBe(JWT);
    const signed = response.clone();
    const found = await oauth.processIntrospectionResponse(as, registration, response);
    expect(found).toEqual({ ...decodeJwt(token), active: true, token_type: 'Bearer' });
    await oauth.validateApplicationLevelSignature(as, response, insecure);
    const { protectedHeader, payload } = await verified(await signed.text(), client_id);
    expect(as.introspection_signing_alg_values_supported).toContain(protectedHeader.alg);
    expect(Object.keys(payload).sort()).toEqual(['aud', 'iat', 'iss', 'token_introspection']);
  });

  it('is never to be kept by a cache', async () => {
    const { headers } = await introspect(JWT);
    expect(headers).toMatchObject({ 'content-type': JWT, 'cache-control': 'no-store', pragma: 'no-cache' });
  });

  it('22: says of a token that is none, and of one that is not the caller’s to see, that it is not active', async () => {
    const other = await postern.createClient();
    for (const [caller, presented] of [
      [client, 'x'],
      [other, token],
    ] as const) {
      const { payload } = await verified((await introspect(JWT, presented, caller)).body, caller.client_id);
      expect(payload['token_introspection']).toEqual({ active: false });
    }
  });

  it('is no token itself', async () => {
    const { body } = await introspect(JWT);
    expect((await introspect('application/json', body)).body).toBe('{"active":false}');
    expect((await postern.whoami(body)).status).toBe(401);
  });

  it.each([
    ['*/*', 'application/json; charset=utf-8'],
    [`${JWT};q=0.5, application/json`, 'application/json; charset=utf-8'],
    [`${JWT};q=0`, 'application/json; charset=utf-8'],
    ['text/html', 'application/json; charset=utf-8'],
    [`${JWT}, application/json;q=0.9`, JWT],
  ])('is given to who prefers it: %s → %s', async (accept, type) => {
    expect((await introspect(accept)).headers['content-type']).toBe(type);
  });

  it('21: is not given to who is not a client, whose refusal is JSON', async () => {
    const wrong = { ...client, client_secret: 'x' };
    const answer = await introspect(JWT, token, wrong);
    expect([answer.status, answer.json()['error']]).toEqual([401, 'invalid_client']);
  });
});
