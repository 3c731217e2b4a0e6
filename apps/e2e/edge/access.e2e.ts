import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { bearer, MANAGEMENT, type Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';

const CLIENTS = '/v1/application-clients';
/** What whoever is refused would make, or make of what is there. */
const CHANGED = `Changed ${randomUUID()}`;

const resources = new TestResources();
let postern: Postern;
/** What is asked about. */
let ids: Record<string, string>;
let paths: Record<string, Record<string, { security?: { accessToken?: string[] }[] }>>;

beforeAll(async () => {
  postern = await sharedPostern(resources);
  const { client_id } = await postern.createClient({ name: 'Subject' });
  const json = { audience: 'https://subject.example', name: 'Subject', scopes: [] };
  const api = await postern.manageAt('/v1/apis', 'POST', { json });
  const person = { email: 'subject@example.org', first_name: 'Subject', last_name: 'X', role: 'viewer' };
  const administrator = await postern.manageAt('/v1/administrators', 'POST', { json: person });
  ids = {
    client_id,
    secret_id: randomUUID(),
    ...api.json<{ api_id: string }>(),
    ...administrator.json<{ administrator_id: string }>(),
  };
  ({ paths } = (await postern.ask('/docs/openapi.json')).json<{ paths: typeof paths }>());
});
afterAll(() => resources.release());

type Route = [method: string, path: string, scope: string | undefined];

/** Every route of the management API, by its document, with the scope that it needs. */
function routes(): Route[] {
  const ours = Object.entries(paths).filter(([template]) => template.startsWith('/v1/'));
  return ours.flatMap(([template, operations]) => {
    const path = template.replace(/{(\w+)}/g, (_, name: string) => {
      const id = ids[name];
      if (id === undefined) throw new Error(`There is nothing with a ${name}.`);
      return id;
    });
    return Object.entries(operations).map(([method, { security }]): Route => [
      method.toUpperCase(),
      path,
      security?.[0]?.accessToken?.[0],
    ]);
  });
}

function request(method: string, path: string, headers: Record<string, string>) {
  if (method !== 'POST' && method !== 'PATCH') return postern.ask(path, { method, headers });
  const body = JSON.stringify({ name: CHANGED });
  return postern.ask(path, { method, headers: { 'content-type': 'application/json', ...headers }, body });
}

async function tokenWith(scopes: readonly string[], resource: string = MANAGEMENT) {
  return postern.accessToken(await postern.createClient({ scopes }), { resource });
}

async function endedToken() {
  const client = await postern.createClient({ scopes: ['clients:read', 'clients:write'] });
  const token = await postern.accessToken(client);
  await postern.deleteClient(client);
  return token;
}

async function expectUntouched() {
  const one = await postern.manage('GET', `/${ids['client_id']}`);
  expect(one.json()).toMatchObject({ name: 'Subject' });
  const found = await postern.manage('GET', `?search=${encodeURIComponent(CHANGED)}`);
  expect(found.json()).toMatchObject({ data: [] });
}

describe('the management API', () => {
  it.each<[string, () => Record<string, string> | Promise<Record<string, string>>]>([
    ['nothing', () => ({})],
    ['another scheme', () => ({ authorization: 'Basic eDp5' })],
    ['an empty header', () => ({ authorization: '' })],
  ])('29: answers who brings %s with 401, and where to learn how to come in', async (_, headers) => {
    for (const [method, path] of routes()) {
      const answer = await request(method, path, await headers());
      expect([method, path, answer.status]).toEqual([method, path, 401]);
      expect(answer.headers['www-authenticate']).toBe(
        `Bearer realm="postern", resource_metadata="${postern.issuer}/.well-known/oauth-protected-resource/v1"`,
      );
      expect(answer.json()).toMatchObject({
        type: 'urn:postern:problem:missing-token',
        request_id: answer.headers['x-request-id'],
      });
    }
    await expectUntouched();
  });

  it.each<[string, () => string | Promise<string>]>([
    ['an empty token', () => ''],
    ['garbage', () => 'x'],
    ['two tokens', async () => `${await tokenWith(['clients:read'])} x`],
    ['a client secret', () => postern.admin.client_secret],
    ['the token of a deleted client', endedToken],
  ])('29: answers who brings %s with 401 invalid_token', async (_, make) => {
    const headers = bearer(await make());
    for (const [method, path] of routes()) {
      const answer = await request(method, path, headers);
      expect([method, path, answer.status]).toEqual([method, path, 401]);
      expect(answer.headers['www-authenticate']).toContain('error="invalid_token", resource_metadata="');
    }
    await expectUntouched();
  });

  it('29: answers a token for another audience with 401, whatever its scopes are called', async () => {
    const token = await tokenWith(['clients:read', 'clients:write', 'x'], postern.issuer);
    for (const [method, path, scope] of routes()) {
      const answer = await request(method, path, bearer(token));
      expect([method, path, answer.status]).toEqual([method, path, scope === undefined ? 200 : 401]);
    }
    await expectUntouched();
  });

  it.each([
    [[]],
    [['audit:read', 'tokens:introspect', 'apis:write']],
    [['clients:read']],
    [['clients:write']],
  ])('29: lets a token with scopes %j do what they allow, and answers the rest with 403', async (scopes) => {
    const headers = bearer(await tokenWith(scopes));
    for (const [method, path, scope] of routes()) {
      if (scope !== undefined && scopes.some((one) => one === scope) && method !== 'GET') continue;
      const allowed = scope === undefined || scopes.some((one) => one === scope);
      const answer = await request(method, path, headers);
      expect([method, path, answer.status]).toEqual([method, path, allowed ? 200 : 403]);
      if (!allowed) expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"');
    }
    await expectUntouched();
  });

  it('29: takes no token from the query, nor from a form', async () => {
    const token = await tokenWith(['clients:read', 'clients:write']);
    expect((await postern.ask(`${CLIENTS}?access_token=${token}`)).status).toBe(401);
    expect((await postern.post(CLIENTS, { access_token: token, name: CHANGED })).status).toBe(401);
  });

  it('29: takes no two tokens, even if the first is good', async () => {
    const token = await tokenWith(['clients:read']);
    const headers = { Authorization: [`Bearer ${token}`, 'Bearer x'] };
    expect((await postern.ask(CLIENTS, { headers })).status).toBe(400);
  });
});

describe('another way to write a path', () => {
  /** Ways in which a proxy in front, or a router, may take a path for another one. */
  function spellings(path: string): string[] {
    const last = path.slice(path.lastIndexOf('/') + 1);
    const encoded = `%${last.charCodeAt(0).toString(16)}${last.slice(1)}`;
    return [
      `${path}/`,
      `/${path}`,
      path.replace('/v1/', '/v1//'),
      path.replace('/v1/', '/v1/./'),
      path.replace('/v1/', '/v1/%2e/'),
      path.replace('/v1/', '/x/../v1/'),
      path.replace('/v1/', '/x/%2e%2e/v1/'),
      path.replace('/v1/', '/v1%2f'),
      path.replace('/v1/', '/v1\\'),
      path.replace('/v1/', '/V1/'),
      path.toUpperCase(),
      path.slice(0, -last.length) + encoded,
      path.replace('/v1/', '/%76%31/'),
      `${path}%00`,
      `${path};x=y`,
      `${path}.json`,
      `${path}%3Flimit=1`,
      `${path}?x#y`,
      `http://127.0.0.1${path}`,
      `//evil.example${path}`,
    ];
  }

  it('38: meets the same guard as the plain one, or nothing', async () => {
    for (const [method, path] of [...routes(), ...routes().map(([, same]) => ['HEAD', same] as const)]) {
      for (const spelling of [path, ...spellings(path)]) {
        const answer = await request(method, spelling, {});
        expect([401, 404, 405].map((status) => [method, spelling, status])).toContainEqual([
          method,
          spelling,
          answer.status,
        ]);
        expect(answer.body).not.toContain('Subject');
      }
    }
    await expectUntouched();
  });

  it('38: as HEAD is answered as GET is, without the body', async () => {
    const reading = routes().filter(([method]) => method === 'GET');
    const scopes = reading.flatMap(([, , scope]) => scope ?? []);
    const headers = bearer(await tokenWith([...new Set(scopes)]));
    for (const [method, path] of reading) {
      const [get, head] = [await request(method, path, headers), await request('HEAD', path, headers)];
      expect([get.status, head.status, head.body]).toEqual([200, 200, '']);
      // How long it would be may change from one to the other, as when a client is used.
      expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
    }
  });

  it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Original-URL', 'X-Rewrite-URL'])(
    '38: or to name a method or a path, %s, is not looked at',
    async (header) => {
      const answer = await postern.ask('/health/live', { headers: { [header]: CLIENTS } });
      expect([answer.status, answer.body]).toEqual([200, '{"status":"live"}']);
      const one = `${CLIENTS}/${ids['client_id']}`;
      const token = await tokenWith(['clients:read', 'clients:write']);
      await postern.ask(one, { headers: { ...bearer(token), [header]: 'DELETE' } });
      await expectUntouched();
    },
  );
});
