import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { decodeJwt } from 'jose';
import type { Answer } from '../system/ask.js';
import { bodyOf, manyTimes, statusOf } from '../system/many-times.js';
import { basic, bearer, type Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: Postern;
let number = 0;

beforeAll(async () => {
  postern = await sharedPostern(resources);
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

  it('22: ends its tokens for good: they stay inactive when it is registered and granted again', async () => {
    const [api, other] = [await register(), await register()];
    const both = [api, other].map(({ audience }) => ({ audience, scopes: ['invoices:read'] }));
    const client = await postern.createClient({ grants: both });
    const [token, elsewhere] = await Promise.all(
      [api, other].map(({ audience }) => postern.accessToken(client, { resource: audience })),
    );
    const grant = async (grants: object[]) => {
      const answer = await postern.manage('PATCH', `/${client.client_id}`, { json: { grants } });
      expect(answer.status).toBe(200);
    };
    expect((await postern.manageAt(`/v1/apis/${api.api_id}?force=true`, 'DELETE')).status).toBe(204);
    await register({ audience: api.audience });
    await grant(both);
    expect(await manyTimes(() => postern.whoami(token!), statusOf)).toEqual([401]);
    expect(await manyTimes(() => postern.introspect(client, token!), bodyOf)).toEqual(['{"active":false}']);
    const anew = await postern.accessToken(client, { resource: api.audience });
    await grant([both[1]!]);
    await grant(both);
    expect(await manyTimes(() => postern.whoami(anew), statusOf)).toEqual([401]);
    expect(await manyTimes(() => postern.whoami(elsewhere!), statusOf)).toEqual([200]);
  });

  it('22: of Postern itself ends a token when the last right there is taken, and for good', async () => {
    const scopes = ['clients:read', 'apis:read'];
    const client = await postern.createClient({ scopes });
    const token = await postern.accessToken(client);
    const read = () => postern.ask('/v1/apis', { headers: bearer(token) });
    const give = (given: string[]) =>
      postern.manage('PATCH', `/${client.client_id}`, { json: { scopes: given } });
    expect(await manyTimes(read, statusOf)).toEqual([200]);
    await give(['clients:read']);
    expect(await manyTimes(read, statusOf)).toEqual([403]);
    await give([]);
    expect(await manyTimes(read, statusOf)).toEqual([401]);
    await give(scopes);
    expect(await manyTimes(read, statusOf)).toEqual([401]);
  });

  it('7: registers a scope that a token for several has already: it is not told as granted there', async () => {
    const [one, two] = [await register(), await register({ scopes: [] })];
    const grants = [
      { audience: one.audience, scopes: ['invoices:read', 'invoices:write'] },
      { audience: two.audience, scopes: [] },
    ];
    const client = await postern.createClient({ grants });
    const answer = await postern.requestToken(client, { resource: [one.audience, two.audience] });
    const { access_token: token, scope } = answer.json<Record<string, string>>();
    expect([answer.status, scope]).toEqual([200, 'invoices:read invoices:write']);
    const json = { scopes: [{ name: 'invoices:write' }] };
    expect((await postern.manageAt(`/v1/apis/${two.api_id}`, 'PATCH', { json })).status).toBe(200);
    const told = (response: Answer) => String(response.json()['scope']);
    expect(await manyTimes(() => postern.introspect(client, token!), told)).toEqual(['invoices:read']);
    expect(await manyTimes(() => postern.whoami(token!), told)).toEqual(['invoices:read']);
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
    ['a script', { audience: 'javascript:alert(1)' }, 'audience'],
    ['an encoded line break', { audience: 'https://a.example/%0d%0aX' }, 'audience'],
    ['a second form of a URI', { audience: 'https://A.example:443/' }, 'audience'],
    ['a scope that looks like one of the management API', { scopes: [{ name: 'CLIENTS:WRITE' }] }, 'scopes'],
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
    const { issuer } = postern;
    for (const audience of [
      ...[issuer, `${issuer}/`, `${issuer}//`, `${issuer}/?x`, issuer.toUpperCase()],
      ...[`${issuer}/v1`, `${issuer}/v1/`, `${issuer}/V1`, issuer.replace('http:', 'https:')],
      ...['urn:postern:management', 'URN:postern:management', 'urn:Postern:Management'],
    ]) {
      const answer = await postern.manageAt('/v1/apis', 'POST', { json: { audience, name: 'Ours' } });
      const { errors } = answer.json<{ errors?: { field: string }[] }>();
      expect([audience, answer.status, errors?.map(({ field }) => field)]).toEqual([
        audience,
        400,
        ['audience'],
      ]);
    }
    // What is behind the gateway may be named by where it is.
    expect((await register({ audience: `${issuer}/orders` })).audience).toBe(`${issuer}/orders`);
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
