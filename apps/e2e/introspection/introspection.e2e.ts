import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { decodeJwt, SignJWT, type JWTPayload } from 'jose';
import type { Answer } from '../system/ask.js';
import { basic, type ApplicationClient, type Postern } from '../system/postern.js';
import { openSigningKey, type SigningKey } from '../system/signing-key.js';
import { sharedPostern } from '../system/start-postern.js';

const INTROSPECT = '/oauth2/introspect';
const INACTIVE = '{"active":false}';

const resources = new TestResources();
let postern: Postern;
let client: ApplicationClient;
let token: string;
let claims: JWTPayload;
let ours: SigningKey;

beforeAll(async () => {
  postern = await sharedPostern(resources);
  client = await postern.createClient({ scopes: ['reports:read'] });
  token = await postern.accessToken(client);
  claims = decodeJwt(token);
  ours = await openSigningKey(postern);
});
afterAll(() => resources.release());

/** A token as ours would be, but for what is changed. */
function forged(
  change: { payload?: Record<string, unknown>; header?: Record<string, unknown>; key?: KeyObject } = {},
): Promise<string> {
  return new SignJWT({ ...claims, ...change.payload })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: ours.kid, ...change.header })
    .sign(change.key ?? ours.privateKey);
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const strangers = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const now = () => Math.floor(Date.now() / 1000);

function unsigned(): string {
  return `${encoded({ alg: 'none', typ: 'at+jwt' })}.${encoded(claims)}.`;
}

/** Signed with the public key as if it were a shared secret. */
function confused(): string {
  const secret = createPublicKey(ours.privateKey).export({ format: 'pem', type: 'spki' });
  const signed = `${encoded({ alg: 'HS256', typ: 'at+jwt', kid: ours.kid })}.${encoded(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

async function ofEnded(end: (client: ApplicationClient) => Promise<Answer>): Promise<string> {
  const ended = await postern.createClient();
  const its = await postern.accessToken(ended);
  await end(ended);
  return its;
}

/** The last character of an ES256 signature has bits that no byte needs. */
function respelt(jwt: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return jwt.slice(0, -1) + alphabet[alphabet.indexOf(jwt.at(-1)!) ^ 1]!;
}

describe('introspection', () => {
  it('tells a client of its own token all that the token says', async () => {
    const answer = await postern.introspect(client, token);
    expect([answer.status, answer.json()]).toEqual([200, { ...claims, active: true, token_type: 'Bearer' }]);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
  });

  it('tells the first client, which has the scope for it, of any token', async () => {
    expect((await postern.introspect(postern.admin, token)).json()['active']).toBe(true);
  });

  it.each<[string, () => Record<string, string>]>([
    ['nobody', () => ({})],
    [
      'an unknown client',
      () => ({ authorization: basic({ ...client, client_id: 'pcl_0000000000000000000000' }) }),
    ],
    ['a wrong secret', () => ({ authorization: basic({ ...client, client_secret: 'x' }) })],
    ['the token itself', () => ({ authorization: `Bearer ${token}` })],
  ])('21: asked by %s → 401 that says nothing of the token', async (_, headers) => {
    for (const one of [token, 'x']) {
      const answer = await postern.post(INTROSPECT, { token: one }, headers());
      expect([answer.status, answer.json()]).toEqual([
        401,
        { error: 'invalid_client', error_description: 'Client authentication failed.' },
      ]);
      expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
    }
  });

  it('a token that is forged as ours is active, so that what follows is refused for what is changed', async () => {
    expect((await postern.introspect(postern.admin, await forged())).json()['active']).toBe(true);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['garbage', () => 'x'],
    ['a client secret', () => client.client_secret],
    ['60,000 letters', () => 'a'.repeat(60_000)],
    ['a token with garbage at the end', () => `${token}.x`],
    ['a token without signature', () => token.slice(0, token.lastIndexOf('.') + 1)],
    ['a token with another last character that decodes alike', () => respelt(token)],
    ['a token with padding', () => `${token}==`],
    ['a token truncated', () => token.slice(0, -1)],
    ['a token truncated by half', () => token.slice(0, token.length / 2)],
    ['a token with other claims', () => token.replace(/\..*\./, `.${encoded({ ...claims, scope: 'all' })}.`)],
    ['a token of alg none', () => unsigned()],
    ['a token of HS256 with our public key', () => confused()],
    ['a token signed by a stranger', () => forged({ key: strangers.privateKey })],
    ['a token with a kid that is a path', () => forged({ header: { kid: '../../etc/passwd' } })],
    ['a token with a kid of nobody', () => forged({ header: { kid: 'x' } })],
    [
      'a token with the key within',
      () =>
        forged({
          header: { kid: 'x', jwk: strangers.publicKey.export({ format: 'jwk' }) },
          key: strangers.privateKey,
        }),
    ],
    ['a token expired a second ago', () => forged({ payload: { exp: now() - 1 } })],
    ['a token without end', () => forged({ payload: { exp: undefined } })],
    ['a token not valid yet', () => forged({ payload: { nbf: now() + 60 } })],
    ['a token of another issuer', () => forged({ payload: { iss: 'https://other.example' } })],
    ['a token of another type', () => forged({ header: { typ: 'JWT' } })],
    ['a token of no type', () => forged({ header: { typ: undefined } })],
    [
      'a token of a client that never was',
      () => forged({ payload: { client_id: 'pcl_0000000000000000000000' } }),
    ],
    ['a token with a jti of no version', () => forged({ payload: { jti: 'x' } })],
    ['a token of a later version of its client', () => forged({ payload: { jti: 'x.2' } })],
    ['a token of an earlier one than there is', () => forged({ payload: { jti: 'x.0' } })],
    ['a token of a deleted client', () => ofEnded((ended) => postern.deleteClient(ended))],
    [
      'a token of a disabled client',
      () =>
        ofEnded(({ client_id }) =>
          postern.manage('PATCH', `/${client_id}`, { json: { status: 'disabled' } }),
        ),
    ],
  ])('22: %s → exactly {"active":false}, and no way in', async (_, make) => {
    const one = await make();
    const answer = await postern.introspect(postern.admin, one);
    expect([answer.status, answer.body]).toEqual([200, INACTIVE]);
    expect(answer.headers['cache-control']).toBe('no-store');
    if (one.length < 10_000) expect((await postern.whoami(one)).status).toBe(401);
  });

  it("22: another client's token → exactly what garbage is answered with", async () => {
    const other = await postern.createClient({ scopes: ['clients:read', 'clients:write'] });
    const { 'x-request-id': _, ...about } = (await postern.introspect(other, token)).headers;
    const { 'x-request-id': __, ...garbage } = (await postern.introspect(other, 'x')).headers;
    expect({ ...about, date: '' }).toEqual({ ...garbage, date: '' });
    expect((await postern.introspect(other, token)).body).toBe(INACTIVE);
  });

  it.each(['access_token', 'refresh_token', 'x', ''])('23: a hint (%j) changes nothing', async (hint) => {
    const parameters = { token_type_hint: hint };
    expect((await postern.introspect(client, token, parameters)).json()['active']).toBe(true);
    expect((await postern.introspect(client, 'x', parameters)).body).toBe(INACTIVE);
  });

  it.each<[string, () => string]>([
    ['no token', () => 'token_type_hint=access_token'],
    ['an empty token', () => 'token='],
    ['two tokens', () => `token=${token}&token=${token}`],
    ['two hints', () => `token=${token}&token_type_hint=a&token_type_hint=a`],
  ])('23: %s → 400', async (_, body) => {
    const answer = await postern.post(INTROSPECT, body(), { authorization: basic(client) });
    expect([answer.status, answer.json()['error']]).toEqual([400, 'invalid_request']);
  });

  it('23: a token in the query is none', async () => {
    const answer = await postern.post(`${INTROSPECT}?token=${token}`, 'x=y', {
      authorization: basic(client),
    });
    expect([answer.status, answer.json()['error']]).toEqual([400, 'invalid_request']);
    expect((await postern.ask(`${INTROSPECT}?token=${token}`)).status).toBe(405);
  });
});
