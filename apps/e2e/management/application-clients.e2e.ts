import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import type { Answer } from '../system/ask.js';
import type { ApplicationClient, Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { query } from '../system/stores.js';

const resources = new TestResources();
let postern: Postern;

beforeAll(async () => {
  postern = await startPostern(resources);
});
afterAll(() => resources.release());

const create = (json: unknown, headers = {}) => postern.manage('POST', '', { json, headers });
const read = ({ client_id }: ApplicationClient) => postern.manage('GET', `/${client_id}`);
const patch = ({ client_id }: ApplicationClient, json: unknown, headers = {}) =>
  postern.manage('PATCH', `/${client_id}`, { json, headers });
const fieldsOf = (answer: Answer) =>
  answer.json<{ errors?: { field: string }[] }>().errors?.map(({ field }) => field) ?? [];

async function rows(): Promise<number> {
  const [row] = await query<{ count: string }>(postern, 'SELECT count(*) FROM clients.application_clients');
  return Number(row?.count);
}

describe('creating and changing', () => {
  it('answers with the client, where it is, and its version as its tag', async () => {
    const answer = await create({ name: '  Reports  ', description: 'Nightly', scopes: ['a', 'b', 'a'] });
    const { client_id, client_secret, ...client } = answer.json<ApplicationClient>();
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({
      location: `/v1/application-clients/${client_id}`,
      etag: '"1"',
      'cache-control': 'no-store',
    });
    expect([client_id, client_secret]).toEqual([
      expect.stringMatching(/^pcl_/),
      expect.stringMatching(/^pcs_/),
    ]);
    expect(client).toEqual({
      name: 'Reports',
      description: 'Nightly',
      status: 'active',
      scopes: ['a', 'b'],
      grants: [],
      token_lifetime_seconds: null,
      resource_server_for: null,
      allowed_addresses: [],
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: (client as Record<string, unknown>)['created_at'],
      jwks: null,
      jwks_uri: null,
      token_endpoint_auth_method: 'client_secret_basic',
      last_used_at: null,
      version: 1,
    });
    const found = await postern.ask(answer.headers['location']!, { headers: await authorized() });
    expect([found.json(), found.headers['etag']]).toEqual([{ client_id, ...client }, '"1"']);
  });

  it.each([
    ...[
      'client_id',
      'client_secret',
      'version',
      'hash',
      'secrets',
      'tokens_since',
      'created_at',
      'updated_at',
    ],
    ...['last_used_at', 'id', 'Name', 'actor', 'idempotency_key'],
  ])('30: refuses %s, which is not the caller’s to set, by its name', async (field) => {
    const client = await postern.createClient();
    for (const value of ['x', 1, null, { a: 1 }]) {
      for (const answer of [
        await create({ name: 'x', [field]: value }),
        await patch(client, { name: 'x', [field]: value }),
      ]) {
        expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
        expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      }
    }
    expect((await read(client)).json()['version']).toBe(1);
  });

  it('30: refuses a status at creation, and all wrong fields at once', async () => {
    expect(fieldsOf(await create({ name: 'x', status: 'disabled' }))).toEqual(['status']);
    const answer = await create({ name: '', description: 1, scopes: ['a', '"'], version: 2, client_id: 'x' });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer).sort()).toEqual(['client_id', 'description', 'name', 'scopes.1', 'version']);
  });

  it.each([
    '[]',
    '"x"',
    '1',
    'null',
    'true',
    '',
    '{',
    '[{"name":"x"}]',
    '{"name":["x"]}',
    '{"name":{"$gt":""}}',
  ])('31: refuses the body %j', async (body) => {
    const before = await rows();
    expect((await postern.manage('POST', '', { body })).status).toBe(400);
    expect(await rows()).toBe(before);
  });
});

/** What might be taken for an id, or for more than one; separated by spaces. */
const IDS_OF_NOBODY = [
  '[object%20Object] %7B%22$ne%22:null%7D a,b a%2Cb null undefined %00 * %25 _ .. %FF',
  "__proto__ constructor toString '%20OR%20'1'='1 pcl_ pcl_000000000000000000000",
  `pcl_0000000000000000000000 pcl_000000000000000000000%0A ${'a'.repeat(10_000)}`,
].flatMap((ids) => ids.split(' '));

describe('an id', () => {
  it.each(IDS_OF_NOBODY.map((id) => [id.slice(0, 30), id] as const))(
    '31: like %s belongs to nobody, and reaches nobody',
    async (_, id) => {
      const before = await rows();
      for (const answer of [
        await postern.manage('GET', `/${id}`),
        await postern.manage('PATCH', `/${id}`, { json: { status: 'disabled' } }),
        await postern.manage('DELETE', `/${id}`),
      ]) {
        expect(answer.status).toBe(404);
      }
      expect(await rows()).toBe(before);
      expect(
        await query(postern, `SELECT 1 FROM clients.application_clients WHERE status = 'disabled'`),
      ).toEqual([]);
    },
  );

  it('31: that is absent reaches nobody', async () => {
    const before = await rows();
    for (const path of ['', '/', '?client_id=', '/?client_id=x']) {
      for (const method of ['DELETE', 'PATCH', 'PUT']) {
        const { status } = await postern.manage(method, path, { json: { status: 'disabled' } });
        expect([404, 405]).toContain(status);
      }
    }
    expect(await rows()).toBe(before);
  });

  it('35: is never given out twice', async () => {
    const created = await Promise.all(Array.from({ length: 60 }, () => postern.createClient()));
    await Promise.all(created.slice(0, 30).map((client) => postern.deleteClient(client)));
    created.push(...(await Promise.all(Array.from({ length: 30 }, () => postern.createClient()))));
    expect(new Set(created.map(({ client_id }) => client_id)).size).toBe(90);
    expect(new Set(created.map(({ client_secret }) => client_secret)).size).toBe(90);
  });

  it('35: of a deleted client is gone for every request', async () => {
    const client = await postern.createClient();
    const first = await postern.deleteClient(client);
    expect([first.status, first.body]).toEqual([204, '']);
    for (const answer of [
      await postern.deleteClient(client),
      await read(client),
      await patch(client, { status: 'active' }),
    ]) {
      expect([answer.status, answer.json()['type']]).toEqual([404, 'urn:postern:problem:not-found']);
    }
  });

  it('35: is deleted once by many at a time', async () => {
    const client = await postern.createClient();
    const answers = await Promise.all(Array.from({ length: 10 }, () => postern.deleteClient(client)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(9).fill(404)]);
    const audited = await query(
      postern,
      `SELECT 1 FROM clients.audit_events WHERE subject_id = $1 AND action = 'application_client.deleted'`,
      [client.client_id],
    );
    expect(audited).toHaveLength(1);
  });
});

describe('a precondition', () => {
  it.each(['"2"', '"0"', 'W/"1"', '1', '"x"', '', '"2", "3"', 'W/"1", "2"'])(
    '33: If-Match: %s does not hold → 412',
    async (tag) => {
      const client = await postern.createClient();
      const headers = { 'if-match': tag };
      expect((await patch(client, { name: 'changed' }, headers)).status).toBe(412);
      expect((await postern.manage('DELETE', `/${client.client_id}`, { headers })).status).toBe(412);
      expect((await read(client)).json()).toMatchObject({ name: 'Test', version: 1 });
    },
  );

  it('33: that holds, that any version holds, or that is absent lets the change through', async () => {
    const client = await postern.createClient();
    const first = await patch(client, { name: 'one' }, { 'if-match': '"1"' });
    expect([first.status, first.headers['etag']]).toEqual([200, '"2"']);
    expect((await patch(client, { name: 'two' }, { 'if-match': '*' })).headers['etag']).toBe('"3"');
    expect((await patch(client, { name: 'three' })).headers['etag']).toBe('"4"');
    expect((await patch(client, { name: 'late' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await patch(client, { name: 'three' }, { 'if-match': 'W/"1", "3", "4"' })).status).toBe(200);
    const headers = { 'if-match': '"4"' };
    expect((await postern.manage('DELETE', `/${client.client_id}`, { headers })).status).toBe(204);
  });

  it('33: lets one of many through that have seen the same version', async () => {
    const client = await postern.createClient();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => patch(client, { name: `by ${index}` }, { 'if-match': '"1"' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
    expect((await read(client)).json()['version']).toBe(2);
  });
});

async function authorized() {
  return { authorization: `Bearer ${await postern.accessToken(postern.admin)}` };
}
