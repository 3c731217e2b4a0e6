import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, startTestNginx, TestResources, type TestServer } from '@postern/testing';
import { ask, type Question } from '../system/ask.js';
import type { OwnPostern } from '../system/own-postern.js';
import { bearer, MANAGEMENT, type ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { Upstream } from './upstream.js';

const SCOPE = 'clients:read';

const resources = new TestResources();
let postern: OwnPostern;
let client: ApplicationClient;
let token: string;

beforeAll(async () => {
  postern = await startPostern(resources);
  client = await postern.createClient({ scopes: [SCOPE, 'audit:read'] });
  token = await postern.accessToken(client);
});
afterAll(() => resources.release());

const required = (...scopes: string[]) =>
  `?audience=${encodeURIComponent(MANAGEMENT)}${scopes.length > 0 ? `&scope=${scopes.join('+')}` : ''}`;
const authorize = (rest: string, question: Question = {}) => postern.ask(`/edge/authorize${rest}`, question);

describe('forward-auth', () => {
  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'MKCOL', 'SEARCH'])(
    'lets a %s with a good token through, and says whose it is',
    async (method) => {
      const answer = await authorize(required(SCOPE), { method, headers: bearer(token) });
      expect([answer.status, answer.body]).toEqual([200, '']);
      expect(answer.headers).toMatchObject({
        'x-client-id': client.client_id,
        'x-scopes': expect.stringContaining(SCOPE) as unknown,
        'x-audience': MANAGEMENT,
        'cache-control': 'no-store',
      });
    },
  );

  it.each(['', '/', '/orders/1', '/orders?audience=x&scope=y&%zz', '/..%2f/v1', '//x'])(
    'below its path (%j) takes what is required from headers alone, as Envoy asks',
    async (path) => {
      const headers = { 'x-required-audience': MANAGEMENT, 'x-required-scopes': SCOPE };
      const question = { method: 'POST', headers: { ...bearer(token), ...headers } };
      expect((await authorize(path, question)).status).toBe(200);
      const more = { ...question, headers: { ...question.headers, 'x-required-scopes': 'clients:write' } };
      expect((await authorize(path, more)).status).toBe(403);
    },
  );

  it('below its path lets no query of the caller stand for what the proxy requires', async () => {
    const answer = await authorize(`/orders${required()}`, { headers: bearer(token) });
    expect(answer.status).toBe(400);
  });

  it('answers who brings no token with a challenge without an error', async () => {
    const answer = await authorize(required(SCOPE));
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="postern"']);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['garbage', () => 'x'],
    [
      'the token of a deleted client',
      async () => {
        const gone = await postern.createClient({ scopes: [SCOPE] });
        const itsToken = await postern.accessToken(gone);
        await postern.deleteClient(gone);
        return itsToken;
      },
    ],
    ['a token for another audience', () => postern.accessToken(client, { resource: postern.issuer })],
  ])('answers %s with invalid_token', async (_, make) => {
    const answer = await authorize(required(), { headers: bearer(await make()) });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="postern", error="invalid_token"',
    ]);
    expect(answer.headers['x-client-id']).toBeUndefined();
  });

  it('answers too little scope with what would have been enough', async () => {
    const answer = await authorize(required(SCOPE, 'x:y'), { headers: bearer(token) });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([
      403,
      `Bearer realm="postern", error="insufficient_scope", scope="${SCOPE} x:y"`,
    ]);
  });

  it('requires what query and headers say, so that no header of a stranger makes it less', async () => {
    const status = async (query: string, headers: Record<string, string | string[]>) =>
      (await authorize(query, { headers: { ...bearer(token), ...headers } })).status;
    expect(await status(required(SCOPE), { 'X-Required-Scopes': 'audit:read' })).toBe(200);
    expect(await status(required('x:y'), { 'X-Required-Scopes': SCOPE })).toBe(403);
    expect(await status(required(), { 'X-Required-Scopes': 'x:y' })).toBe(403);
    expect(await status(required(), { 'X-Required-Scopes': [SCOPE, 'x:y'] })).toBe(403);
    expect(await status('?audience=urn:other', { 'X-Required-Audience': MANAGEMENT })).toBe(401);
    expect(await status(required(), { 'X-Required-Audience': [MANAGEMENT, 'urn:other'] })).toBe(401);
  });

  it.each([
    '',
    '?scope=a',
    '?audience=',
    '?audience=a&scopes=b',
    '?audience=a&scope=',
    '?audience=a&scope=%22',
  ])('refuses to guess what a proxy meant with %j, and says what to correct', async (query) => {
    const answer = await authorize(query, { headers: bearer(token) });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ type: 'urn:postern:problem:invalid-request', errors: [{}] });
  });

  it('38: is not open at another spelling of its path', async () => {
    for (const spelling of [
      '/edge/authoriz%65',
      '/EDGE/authorize',
      '//edge/authorize',
      '/edge//authorize',
      '/edge',
    ]) {
      const answer = await postern.ask(spelling + required(), {});
      expect([401, 404].map((status) => [spelling, status])).toContainEqual([spelling, answer.status]);
    }
  });

  it('takes no token from anywhere else, and no two', async () => {
    expect((await authorize(`${required()}&access_token=${token}`)).status).toBe(400);
    const two = { Authorization: [`Bearer ${token}`, `Bearer ${token}`] };
    expect((await authorize(required(), { headers: two })).status).toBe(400);
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', ''])(
    'does not look at a body, however large and whatever its type (%j)',
    async (type) => {
      const body = '{"'.padEnd(3_000_000, 'x');
      const headers = { ...bearer(token), ...(type !== '' && { 'content-type': type }) };
      expect((await authorize(required(), { method: 'POST', headers, body })).status).toBe(200);
    },
  );
});

describe('nginx, set up as docs/edge.md shows', () => {
  let upstream: Upstream;
  let nginx: TestServer;

  beforeAll(async () => {
    upstream = await Upstream.start(resources);
    const page = await readFile(new URL('../../../docs/edge.md', import.meta.url), 'utf8');
    const snippet = /```nginx\n([\s\S]+?)```/.exec(page)![1]!;
    nginx = await startTestNginx(resources, (port) =>
      snippet
        .replace('listen 80;', `listen 127.0.0.1:${port};`)
        .replace('http://orders:8080', upstream.url)
        .replace('http://postern:3000', postern.url)
        .replace('https://orders.example', MANAGEMENT)
        .replace('orders:read', SCOPE),
    );
    // Installing it may take a while.
  }, 180_000);
  beforeEach(() => {
    upstream.reset();
  });

  const get = (path: string, question: Question = {}) => ask(nginx.url, path, question);

  it('lets a good token through, with the identity that Postern gives and none that a caller claims', async () => {
    const claimed = { 'X-Client-Id': 'root', 'X-Scopes': 'all', 'X-Audience': 'any', X_Client_Id: 'root' };
    const body = 'x'.repeat(500_000);
    const question = { method: 'POST', headers: { ...bearer(token), ...claimed }, body };
    const answer = await get('/orders/1?x=y', question);
    expect(answer.status).toBe(200);
    const [seen] = upstream.seen;
    expect([seen?.method, seen?.url]).toEqual(['POST', '/orders/1?x=y']);
    expect(seen?.headers).toMatchObject({
      'x-client-id': [client.client_id],
      'x-audience': [MANAGEMENT],
    });
    expect(JSON.stringify(seen)).not.toContain('root');
  });

  it('hands on both challenges', async () => {
    const none = await get('/orders/1');
    expect([none.status, none.headers['www-authenticate']]).toEqual([401, 'Bearer realm="postern"']);
    const poor = await postern.accessToken(await postern.createClient({ scopes: ['audit:read'] }));
    const little = await get('/orders/1', { headers: bearer(poor) });
    expect([little.status, little.headers['www-authenticate']]).toEqual([
      403,
      `Bearer realm="postern", error="insufficient_scope", scope="${SCOPE}"`,
    ]);
    expect(upstream.seen).toEqual([]);
  });

  it('is closed when Postern does not understand it', async () => {
    const headers = { ...bearer(token), 'X-Required-Scopes': '"' };
    expect((await get('/orders/1', { headers })).status).toBe(500);
    expect(upstream.seen).toEqual([]);
  });

  it('says 503 when it cannot be told, and when Postern is gone', async () => {
    const headers = bearer(token);
    for (const service of postern.replicas('tokens')) await service.stop();
    const unknown = await get('/orders/1', { headers });
    expect([unknown.status, unknown.headers['retry-after']]).toEqual([503, '1']);
    for (const service of postern.replicas('tokens')) await service.restart();
    await eventually(
      'tokens are judged again',
      async () => (await get('/orders/1', { headers })).status === 200,
    );
    upstream.reset();
    const [gateway] = postern.replicas('gateway');
    await gateway!.stop();
    const gone = await get('/orders/1', { headers });
    expect([gone.status, gone.headers['retry-after']]).toEqual([503, '1']);
    expect(upstream.seen).toEqual([]);
    await gateway!.restart();
  });
});
