import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Parameters } from '../system/ask.js';
import { basic, MANAGEMENT, type ApplicationClient, type Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';

const TOKEN = '/oauth2/token';
const GRANT = 'grant_type=client_credentials';

const resources = new TestResources();
let postern: Postern;
/** Has scopes of the default API, and one of the management API. */
let client: ApplicationClient;

beforeAll(async () => {
  postern = await sharedPostern(resources);
  client = await postern.createClient({ scopes: ['reports:read', 'reports:write', 'clients:read'] });
});
afterAll(() => resources.release());

const post = (body: string) => postern.post(TOKEN, body, { authorization: basic(client) });

async function claimsFor(parameters: Parameters) {
  return decodeJwt<{ scope: string }>(await postern.accessToken(client, parameters));
}

describe('a token', () => {
  it('1: comes with what RFC 6749 §5.1 asks for, no refresh token, and is not to be stored', async () => {
    const answer = await post(GRANT);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    expect(answer.headers['content-type']).toMatch(/^application\/json\b/);
    expect(answer.json()).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'reports:read reports:write',
    });
  });

  it('9: has the header and the claims of RFC 9068', async () => {
    const token = await postern.accessToken(client);
    const keySet = (await postern.ask('/.well-known/jwks.json')).json<{ keys: { kid: string }[] }>();
    const { kid, ...header } = decodeProtectedHeader(token);
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt' });
    expect(keySet.keys.map((key) => key.kid)).toContain(kid);
    const { iat, exp, jti, ...claims } = decodeJwt(token);
    expect(claims).toEqual({
      iss: postern.issuer,
      sub: client.client_id,
      client_id: client.client_id,
      aud: postern.issuer,
      scope: 'reports:read reports:write',
    });
    expect(exp! - iat!).toBe(3600);
    expect(jti).not.toBe(decodeJwt(await postern.accessToken(client)).jti);
  });

  it('is given to a client without any scope too', async () => {
    const answer = await postern.requestToken(await postern.createClient());
    expect([answer.status, answer.json()['scope']]).toEqual([200, '']);
  });
});

describe('a request', () => {
  it.each([
    ['2', 'without grant_type', 'scope=reports:read', 'invalid_request'],
    ['2', 'with an empty grant_type', 'grant_type=', 'invalid_request'],
    ['2', 'without anything', '', 'invalid_request'],
    ['3', 'for another grant', 'grant_type=authorization_code&code=x', 'unsupported_grant_type'],
    ['3', 'with a password', 'grant_type=password&username=a&password=b', 'unsupported_grant_type'],
    ['3', 'with the wrong case', 'grant_type=Client_Credentials', 'unsupported_grant_type'],
    ['4', 'with grant_type twice', `${GRANT}&${GRANT}`, 'invalid_request'],
    ['4', 'with scope twice', `${GRANT}&scope=reports:read&scope=reports:read`, 'invalid_request'],
    ['4', 'with client_secret twice', `${GRANT}&client_secret=a&client_secret=a`, 'invalid_request'],
    ['4', 'with a name encoded the second time', `${GRANT}&sc%6Fpe=a&scope=a`, 'invalid_request'],
    ['6', 'for a scope of nobody', `${GRANT}&scope=none`, 'invalid_scope'],
    ['6', 'for one scope too many', `${GRANT}&scope=reports:read+none`, 'invalid_scope'],
    ['6', 'for a scope of another API', `${GRANT}&scope=clients:read`, 'invalid_scope'],
    ['6', 'for a scope with a quote', `${GRANT}&scope=%22`, 'invalid_scope'],
    ['6', 'for a scope with a backslash', `${GRANT}&scope=%5C`, 'invalid_scope'],
    ['6', 'for a scope with a control character', `${GRANT}&scope=reports:read%07`, 'invalid_scope'],
    [
      '6',
      'for scopes with a line break between',
      `${GRANT}&scope=reports:read%0Areports:write`,
      'invalid_scope',
    ],
    ['7', 'for an unknown resource', `${GRANT}&resource=https://api.example/`, 'invalid_target'],
    ['7', 'for a resource that is no URI', `${GRANT}&resource=%00%22`, 'invalid_target'],
    ['7', 'for a resource with a fragment', `${GRANT}&resource=${MANAGEMENT}%23x`, 'invalid_target'],
    [
      '7',
      'for a known and an unknown resource',
      `${GRANT}&resource=${MANAGEMENT}&resource=x`,
      'invalid_target',
    ],
    ['8', 'with a bad escape', `${GRANT}&x=%zz`, 'invalid_request'],
  ])('%s: %s → 400', async (_, __, body, error) => {
    const answer = await post(body);
    expect([answer.status, answer.json()['error']]).toEqual([400, error]);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
  });

  it('4: with client_id twice → 400, also where it is the way to authenticate', async () => {
    const id = `client_id=${client.client_id}`;
    for (const body of [
      `${GRANT}&${id}&${id}`,
      `${GRANT}&${id}&${id}&client_secret=${client.client_secret}`,
    ]) {
      const answer = await postern.post(TOKEN, body);
      expect([answer.status, answer.json()['error']]).toEqual([400, 'invalid_request']);
    }
  });

  it('5: may hold unknown parameters, twice too, and empty ones, which count as absent', async () => {
    const answer = await post(
      `x=1&x=2&__proto__=1&scope=&scope=&resource=&client_id=&client_secret=&&${GRANT}`,
    );
    expect([answer.status, answer.json()['scope']]).toEqual([200, 'reports:read reports:write']);
  });

  it('6: for fewer scopes gets those, and is told so', async () => {
    const answer = await post(`${GRANT}&scope=reports:write+reports:write`);
    expect(answer.json()['scope']).toBe('reports:write');
    expect((await claimsFor({ scope: 'reports:read' })).scope).toBe('reports:read');
  });

  it('7: for one known resource is granted what the client has there', async () => {
    expect(await claimsFor({ resource: MANAGEMENT })).toMatchObject({
      aud: MANAGEMENT,
      scope: 'clients:read',
    });
    expect(await claimsFor({ resource: postern.issuer, scope: 'reports:read' })).toMatchObject({
      aud: postern.issuer,
      scope: 'reports:read',
    });
  });

  it('7: for several known resources has all in aud, each once', async () => {
    const { aud, scope } = await claimsFor({ resource: [MANAGEMENT, postern.issuer, MANAGEMENT] });
    expect(aud).toEqual([MANAGEMENT, postern.issuer]);
    expect(scope.split(' ').sort()).toEqual(['clients:read', 'reports:read', 'reports:write']);
  });

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    '8: by %s → 405 with Allow: POST',
    async (method) => {
      const answer = await postern.ask(`${TOKEN}?${GRANT}`, {
        method,
        headers: { authorization: basic(client) },
      });
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
    },
  );

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form'])(
    '8: as %s → 400 that names the right type',
    async (type) => {
      for (const body of ['{"grant_type":"client_credentials"}', '{"grant_type":']) {
        const headers = { authorization: basic(client), 'content-type': type };
        const answer = await postern.ask(TOKEN, { method: 'POST', headers, body });
        expect([answer.status, answer.json()['error']]).toEqual([400, 'invalid_request']);
        if (!type.endsWith('json')) expect(answer.body).toContain('application/x-www-form-urlencoded');
      }
    },
  );

  it('8: with credentials or parameters in the query has none', async () => {
    const { client_id, client_secret } = client;
    const query = `client_id=${client_id}&client_secret=${client_secret}`;
    expect((await postern.post(`${TOKEN}?${query}`, GRANT)).status).toBe(401);
    const headers = { authorization: basic(client) };
    expect((await postern.post(`${TOKEN}?client_id=x&client_secret=y`, GRANT, headers)).status).toBe(200);
    expect((await postern.post(`${TOKEN}?${GRANT}`, 'x=y', headers)).json()['error']).toBe('invalid_request');
  });

  it('10: of any content is answered within the character set, and nothing of it is repeated', async () => {
    const name = fc.constantFrom('grant_type', 'scope', 'resource', 'client_id', 'client_secret', 'x');
    const parameters = fc.array(fc.tuple(name, fc.string({ unit: 'binary', maxLength: 30 })), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(parameters, fc.boolean(), async (pairs, valid) => {
        const marked = pairs.map(([key, value]): [string, string] => [key, `${value}<"marker\\\r\n>`]);
        const body = `${valid ? GRANT : 'x=y'}&${new URLSearchParams(marked).toString()}`;
        const { status, ...answer } = await post(body);
        const { error_description: description = '', ...rest } = answer.json<{
          error_description?: string;
        }>();
        expect(description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]*$/);
        expect(JSON.stringify([description, answer.headers])).not.toContain('marker');
        expect(status === 200 ? 'access_token' in rest : status === 400 || status === 401).toBe(true);
      }),
      { numRuns: 60, seed: 10 },
    );
  });
});
