import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { createAdministrator } from '../system/accounts.js';
import { ApiDocument } from '../system/api-document.js';
import { ConsoleSession, signIn } from '../system/console-session.js';
import { basic, bearer, type ApplicationClient, type Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';

const CLIENTS = '/v1/application-clients';
const ADMINISTRATORS = '/v1/administrators';
const resources = new TestResources();
let postern: Postern;
let document: ApiDocument;

beforeAll(async () => {
  postern = await sharedPostern(resources);
  const answer = await postern.ask('/docs/openapi.json');
  document = new ApiDocument(answer.json());
});
afterAll(() => resources.release());

/** Asks the management API, and holds the answer against the document. */
async function manage(method: string, template: string, ids: string[] = [], question = {}) {
  let next = 0;
  const path = template.replace(/\{\w+\}/g, () => ids[next++]!);
  const answer = await postern.manageAt(path, method, question);
  const [documented] = template.split('?');
  expect([method, path, document.problemsOf(method, documented!, answer)]).toEqual([method, path, []]);
  return answer;
}

describe('the API document', () => {
  it('describes the life of an application client and of its secrets', async () => {
    const json = { name: 'Documented', scopes: ['a'] };
    const created = await manage('POST', CLIENTS, [], { json });
    const { client_id: id } = created.json<ApplicationClient>();
    const one = `${CLIENTS}/{client_id}`;
    await manage('GET', one, [id]);
    await manage('GET', `${CLIENTS}?limit=1`);
    await manage('PATCH', one, [id], { json: { status: 'disabled' } });
    const added = await manage('POST', `${one}/secrets`, [id]);
    await manage('GET', `${one}/secrets`, [id]);
    const secret = added.json<{ secret_id: string }>().secret_id;
    expect((await manage('DELETE', `${one}/secrets/{secret_id}`, [id, secret])).status).toBe(204);
    await manage('POST', `${one}/revoke-tokens`, [id]);
    expect((await manage('DELETE', one, [id])).status).toBe(204);
  });

  it('describes a client that authenticates with its keys, and has no secret', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwks = { keys: [publicKey.export({ format: 'jwk' })] };
    const json = { name: 'With keys', token_endpoint_auth_method: 'private_key_jwt', jwks };
    const created = await manage('POST', CLIENTS, [], { json });
    const { client_id: id } = created.json<ApplicationClient>();
    expect([created.status, created.json()]).toEqual([
      201,
      expect.not.objectContaining({ client_secret: expect.anything() }),
    ]);
    expect((await manage('POST', `${CLIENTS}/{client_id}/secrets`, [id])).status).toBe(409);
  });

  it('describes the life of an API', async () => {
    const json = { audience: 'https://documented.example', name: 'Documented', scopes: [{ name: 'r' }] };
    const created = await manage('POST', '/v1/apis', [], { json });
    const id = created.json<{ api_id: string }>().api_id;
    expect((await manage('POST', '/v1/apis', [], { json })).status).toBe(409);
    await manage('GET', '/v1/apis');
    await manage('GET', '/v1/apis/{api_id}', [id]);
    await manage('PATCH', '/v1/apis/{api_id}', [id], { json: { name: 'New' } });
    expect((await manage('DELETE', '/v1/apis/{api_id}?force=true', [id])).status).toBe(204);
    await manage('GET', '/v1/audit-events');
    await manage('GET', '/v1/whoami');
  });

  it('describes refusals', async () => {
    const one = `${CLIENTS}/{client_id}`;
    const { client_id: id } = await postern.createClient();
    const answers = [
      await manage('POST', CLIENTS, [], { json: { name: '', colour: 'red' } }),
      await manage('POST', CLIENTS, [], { body: 'x', headers: { 'content-type': 'text/plain' } }),
      await manage('POST', CLIENTS, [], { json: { name: 'x'.repeat(70_000) } }),
      await manage('GET', one, ['nobody']),
      await manage('PATCH', one, [id], { json: { name: 'x' }, headers: { 'if-match': '"9"' } }),
      await manage('GET', CLIENTS, [], { headers: { authorization: 'Bearer x' } }),
      await manage('GET', CLIENTS, [], {
        headers: bearer(await postern.accessToken(await postern.createClient({ scopes: ['apis:read'] }))),
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 415, 413, 404, 412, 401, 403]);
  });

  it('describes the OAuth endpoints, and what else there is', async () => {
    const client = await postern.createClient();
    const token = await postern.accessToken(client);
    const authorization = { authorization: basic(client) };
    const page = await postern.ask('/');
    const answers = [
      ['POST', '/oauth2/token', await postern.requestToken(client)],
      ['POST', '/oauth2/token', await postern.post('/oauth2/token', { grant_type: 'x' }, authorization)],
      ['POST', '/oauth2/token', await postern.post('/oauth2/token', {})],
      ['POST', '/oauth2/introspect', await postern.introspect(client, token)],
      ['POST', '/oauth2/introspect', await postern.introspect(client, 'x')],
      [
        'POST',
        '/oauth2/introspect',
        await postern.post(
          '/oauth2/introspect',
          { token },
          { ...authorization, accept: 'application/token-introspection+jwt' },
        ),
      ],
      ['POST', '/oauth2/revoke', await postern.post('/oauth2/revoke', { token }, authorization)],
      ...(await Promise.all(
        [
          ...['/.well-known/jwks.json', '/.well-known/oauth-authorization-server'],
          ...['/.well-known/oauth-protected-resource/v1', '/docs', '/docs/openapi.json'],
          ...['/health/live', '/health/ready', '/metrics'],
        ].map(async (path) => ['GET', path, await postern.ask(path)] as const),
      )),
      ['GET', '/docs/{file}', await postern.ask('/docs/start.js')],
      ['GET', '/docs/{file}', await postern.ask('/docs/package.json')],
      ['GET', '/', page],
      ['GET', '/console', await postern.ask('/console')],
      ['GET', '/console/{path}', await postern.ask('/console/apis')],
      ['GET', '/console/{path}', await postern.ask('/console/..')],
      ...(await Promise.all(
        ['js', 'css', 'svg'].map(async (type) => {
          const [file = ''] = new RegExp(`/assets/[^"]+\\.${type}`).exec(page.body) ?? [];
          return ['GET', '/assets/{file}', await postern.ask(file)] as const;
        }),
      )),
      ['GET', '/assets/{file}', await postern.ask('/assets/none.js')],
      ['GET', '/edge/authorize', await postern.ask('/edge/authorize?audience=x', { headers: bearer('x') })],
    ] as const;
    for (const [method, path, answer] of answers)
      expect([path, answer.status, document.problemsOf(method, path, answer)]).toEqual([
        path,
        answer.status,
        [],
      ]);
  });

  it('describes signing in, and what administrators change of themselves', async () => {
    const ada = await createAdministrator(postern);
    const json = { email: ada.email, password: 'wrong' };
    const body = JSON.stringify({ ...json, password: ada.password });
    const headers = { 'content-type': 'application/json' };
    const session = await ConsoleSession.begin(postern, ada);
    const answers = [
      ['POST', '/session', await postern.ask('/session', { method: 'POST', headers, body })],
      ['POST', '/session', await signIn(postern, json)],
      ['POST', '/session', await signIn(postern, json, { origin: 'null' })],
      ['POST', '/session', await signIn(postern, json, { 'content-type': 'text/plain' })],
      ['GET', '/session', await session.ask('GET', '/session')],
      ['GET', '/session', await postern.ask('/session')],
      [
        'PATCH',
        '/session/profile',
        await session.ask('PATCH', '/session/profile', { json: { first_name: 'Eda' } }),
      ],
      ['PATCH', '/session/profile', await session.ask('PATCH', '/session/profile', { json: { email: 'x' } })],
      ['PUT', '/session/password', await session.ask('PUT', '/session/password', { json })],
      ['DELETE', '/session', await session.askWith({}, 'DELETE', '/session')],
      ['DELETE', '/session', await session.ask('DELETE', '/session')],
    ] as const;
    for (const [method, path, answer] of answers)
      expect([method, path, document.problemsOf(method, path, answer)]).toEqual([method, path, []]);
    expect(answers.map(([, , { status }]) => status)).toEqual([
      201, 401, 403, 415, 200, 401, 200, 400, 400, 403, 204,
    ]);
  });

  it('describes the life of an administrator', async () => {
    const json = { email: 'eda@example.org', first_name: 'Eda', last_name: 'L', role: 'viewer' };
    const created = await manage('POST', ADMINISTRATORS, [], { json });
    const { administrator_id: id } = created.json<{ administrator_id: string }>();
    const one = `${ADMINISTRATORS}/{administrator_id}`;
    expect((await manage('POST', ADMINISTRATORS, [], { json })).status).toBe(409);
    await manage('GET', ADMINISTRATORS);
    await manage('GET', one, [id]);
    await manage('PATCH', one, [id], { json: { role: 'administrator' } });
    await manage('POST', `${one}/reset-password`, [id]);
    expect((await manage('DELETE', one, [id])).status).toBe(204);
    expect((await manage('GET', one, [id])).status).toBe(404);
  });

  it('is shown on a page that loads nothing from elsewhere and runs no inline script', async () => {
    const page = await postern.ask('/docs');
    const policy = page.headers['content-security-policy']!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(page.body).not.toMatch(/<style|<script>|style=|https?:/);
    for (const [, file] of page.body.matchAll(/(?:src|href)="([^"]+)"/g))
      expect([file, (await postern.ask(file!)).status]).toEqual([file, 200]);
    const zipped = await postern.ask('/docs/start.js', { headers: { 'accept-encoding': 'br, gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    const plain = await postern.ask('/docs/start.js', { headers: { 'accept-encoding': 'gzip;q=0' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
  });
});
