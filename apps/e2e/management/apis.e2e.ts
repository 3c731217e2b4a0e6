import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { decodeJwt } from 'jose';
import { bodyOf, manyTimes, statusOf } from '../system/many-times.js';
import { basic, bearer, type Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: Postern;
let number = 0;

beforeAll(async () => {
  postern = await startPostern(resources);
});
afterAll(() => resources.release());

interface Api {
  readonly api_id: string;
  readonly audience: string;
  readonly version: number;
}

const SCOPES = [{ name: 'invoices:read', description: 'Read invoices' }, { name: 'invoices:write' }];

async function register(given: object = {}): Promise<Api> {
  const json = { audience: `https://billing-${number++}.example`, name: 'Billing', scopes: SCOPES, ...given };
  const answer = await postern.manageAt('/v1/apis', 'POST', { json });
  if (answer.status !== 201) throw new Error(`No API: ${answer.status} ${answer.body}`);
  return answer.json<Api>();
}
const grantOn = ({ audience }: Api, ...scopes: string[]) => ({ grants: [{ audience, scopes }] });

describe('an API of the registry', () => {
  it('7: is what a token is for that names it, by resource or by audience, with its scopes and its lifetime', async () => {
    const api = await register({ token_lifetime_seconds: 120 });
    const client = await postern.createClient({ scopes: ['other'], ...grantOn(api, 'invoices:read') });
    for (const name of ['resource', 'audience']) {
      const answer = await postern.requestToken(client, { [name]: api.audience });
      const { expires_in, scope, access_token } = answer.json<Record<string, string>>();
      expect([answer.status, expires_in, scope]).toEqual([200, 120, 'invoices:read']);
      const { aud, iat, exp } = decodeJwt(access_token!);
      expect([aud, exp! - iat!]).toEqual([api.audience, 120]);
    }
    const tooMuch = await postern.requestToken(client, { resource: api.audience, scope: 'invoices:write' });
    expect(tooMuch.json()['error']).toBe('invalid_scope');
    const stranger = await postern.createClient();
    const unknown = await postern.requestToken(stranger, { resource: api.audience });
    expect(unknown.json()['error']).toBe('invalid_target');
  });

  it('is known, changed and ended by its ID, with its version as its tag', async () => {
    const api = await register();
    const path = `/v1/apis/${api.api_id}`;
    const found = await postern.manageAt(path);
    expect([found.status, found.headers['etag'], found.json()]).toEqual([200, '"1"', { ...api }]);
    const stale = { json: { name: 'New' }, headers: { 'if-match': '"9"' } };
    expect((await postern.manageAt(path, 'PATCH', stale)).status).toBe(412);
    const updated = await postern.manageAt(path, 'PATCH', { json: { name: 'New' } });
    expect(updated.json()).toMatchObject({ name: 'New', version: 2 });
    expect((await postern.manageAt(path, 'DELETE')).status).toBe(204);
    expect((await postern.manageAt(path)).status).toBe(404);
  });

  it('says how many clients it would touch before it is narrowed or deleted', async () => {
    const api = await register();
    const client = await postern.createClient(grantOn(api, 'invoices:read', 'invoices:write'));
    const token = await postern.accessToken(client, { resource: api.audience });
    const path = `/v1/apis/${api.api_id}`;
    const narrow = { json: { scopes: [SCOPES[0]] } };
    for (const answer of [
      await postern.manageAt(path, 'PATCH', narrow),
      await postern.manageAt(path, 'DELETE'),
    ]) {
      expect([answer.status, answer.json()]).toEqual([
        409,
        expect.objectContaining({ type: 'urn:postern:problem:api-in-use', affected_clients: 1 }),
      ]);
    }
    expect((await postern.manageAt(`${path}?force=true`, 'PATCH', narrow)).status).toBe(200);
    const statuses = await manyTimes(
      () => postern.requestToken(client, { resource: api.audience, scope: 'invoices:write' }),
      (answer) => String(answer.json()['error']),
    );
    expect(statuses).toEqual(['invalid_scope']);
    expect(await manyTimes(() => postern.whoami(token), statusOf)).toEqual([200]);
    expect((await postern.manageAt(`${path}?force=true`, 'DELETE')).status).toBe(204);
    expect(await manyTimes(() => postern.whoami(token), statusOf)).toEqual([401]);
    const gone = await postern.requestToken(client, { resource: api.audience });
    expect(gone.json()['error']).toBe('invalid_target');
  });

  it('22: has its tokens introspected by its own resource server, and by no other', async () => {
    const [api, other] = [await register(), await register()];
    const client = await postern.createClient(grantOn(api, 'invoices:read'));
    const token = await postern.accessToken(client, { resource: api.audience });
    const server = await postern.createClient({ resource_server_for: api.audience });
    const stranger = await postern.createClient({ resource_server_for: other.audience });
    const bodies = await manyTimes(
      () => postern.introspect(server, token),
      (answer) => String(answer.json()['aud']),
    );
    expect(bodies).toEqual([api.audience]);
    expect(await manyTimes(() => postern.introspect(stranger, token), bodyOf)).toEqual(['{"active":false}']);
  });

  it.each([
    ['a URI with a fragment', { audience: 'https://a.example/#b' }, 'audience'],
    ['a path', { audience: '/api' }, 'audience'],
    ['text', { audience: 'billing' }, 'audience'],
    ['a scope of the management API', { scopes: [{ name: 'clients:write' }] }, 'scopes'],
    ['a scope twice', { scopes: [{ name: 'a' }, { name: 'a' }] }, 'scopes'],
    ['a scope with a space', { scopes: [{ name: 'a b' }] }, 'scopes.0.name'],
    ['a lifetime of a second', { token_lifetime_seconds: 1 }, 'token_lifetime_seconds'],
    ['a lifetime of a week', { token_lifetime_seconds: 604_800 }, 'token_lifetime_seconds'],
    ['a version', { version: 7 }, 'version'],
  ])('30: is not registered with %s', async (_, given, field) => {
    const json = { audience: 'https://never.example', name: 'Never', ...given };
    const answer = await postern.manageAt('/v1/apis', 'POST', { json });
    const { errors } = answer.json<{ errors: { field: string }[] }>();
    expect([answer.status, errors.map((one) => one.field)]).toEqual([400, [field]]);
  });

  it('is not registered under a name of Postern itself', async () => {
    for (const audience of [postern.issuer, `${postern.issuer}/`, `${postern.issuer}/v1`]) {
      const json = { audience, name: 'Ours' };
      expect((await postern.manageAt('/v1/apis', 'POST', { json })).status).toBe(400);
    }
    const json = { audience: 'urn:postern:management', name: 'Ours' };
    expect((await postern.manageAt('/v1/apis', 'POST', { json })).status).toBe(409);
  });

  it('29: is managed with the scopes for it alone', async () => {
    const reader = await postern.createClient({ scopes: ['apis:read', 'clients:write'] });
    const headers = bearer(await postern.accessToken(reader));
    expect((await postern.ask('/v1/apis', { headers })).status).toBe(200);
    const json = { audience: 'https://never.example', name: 'Never' };
    expect((await postern.manageAt('/v1/apis', 'POST', { json, headers })).status).toBe(403);
    expect((await postern.ask('/v1/apis')).status).toBe(401);
    const wrongScheme = { authorization: basic(reader) };
    expect((await postern.ask('/v1/apis', { headers: wrongScheme })).status).toBe(401);
  });
});
