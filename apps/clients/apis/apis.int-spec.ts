import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createApi,
  createClient,
  deleteApi,
  findClientRecord,
  getApi,
  getClient,
  listApis,
  listAuditEvents,
  listClients,
  updateApi,
  updateClient,
  type Api,
  type RequestInput,
} from '@postern/contracts';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';
import { EventListener } from '../fixtures/event-listener.js';

const resources = new TestResources();
let stage: ClientsStage;
let listener: EventListener;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  listener = await EventListener.start(nats.url, resources);
});
afterAll(() => resources.release());

const SCOPES = [{ name: 'read' }, { name: 'write', description: 'Change what there is' }];
let number = 0;

const add = (given: Partial<RequestInput<typeof createApi>['api']> = {}) =>
  stage.ask(createApi, {
    actor: ACTOR,
    api: { audience: `https://api-${number++}.example`, name: `API ${number}`, scopes: SCOPES, ...given },
  });
type Change = RequestInput<typeof updateApi>['change'];
const update = ({ api_id }: Api, change: Change, force = false) =>
  stage.ask(updateApi, { actor: ACTOR, api_id, change, force });
const remove = ({ api_id }: Api, force = false) => stage.ask(deleteApi, { actor: ACTOR, api_id, force });
const get = ({ api_id }: Api) => stage.ask(getApi, { api_id });
const clientWith = (grants: { audience: string; scopes: string[] }[], more = {}) =>
  stage.create({ grants, ...more });
const recordOf = async (client_id: string) => (await stage.ask(findClientRecord, { client_id })).record!;
const fields = (error: unknown) =>
  (error as { fields: { field: string; message: string }[] }).fields.map(
    ({ field, message }) => `${field} ${message}`,
  );

describe('an API', () => {
  it('is what it was registered as, and can be found by its audience', async () => {
    const api = await add({ token_lifetime_seconds: 600 });
    expect(api).toMatchObject({
      scopes: [{ name: 'read', description: '' }, SCOPES[1]],
      token_lifetime_seconds: 600,
      built_in: false,
      granted_clients: 0,
      resource_servers: 0,
      version: 1,
    });
    expect(await get(api)).toEqual(api);
    expect((await stage.ask(listApis, { audience: api.audience })).data).toEqual([api]);
  });

  it('has its audience alone', async () => {
    const { audience } = await add();
    await expect(add({ audience })).rejects.toMatchObject({ code: 'audience_taken' });
    const ours = add({ audience: 'urn:postern:management' });
    await expect(ours).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('32: is one for many requests with the same key', async () => {
    const api = { audience: `https://api-${number++}.example`, name: 'Once' };
    const once = { actor: ACTOR, api, idempotency_key: crypto.randomUUID() };
    const replies = await Promise.all(Array.from({ length: 8 }, () => stage.ask(createApi, once)));
    for (const reply of replies) expect(reply).toEqual(replies[0]);
  });

  it('is listed by name, in pages', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await stage.ask(listApis, { limit: 2, cursor });
      seen.push(...page.data.map(({ name }) => name.toLowerCase()));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([...seen].sort());
    expect(seen).toContain('postern management api');
  });

  it('of Postern itself has the management scopes, and stays as it is', async () => {
    const [management] = (await stage.ask(listApis, { audience: 'urn:postern:management' })).data;
    expect(management!.built_in).toBe(true);
    expect(management!.scopes.map(({ name }) => name)).toContain('clients:write');
    await expect(update(management!, { name: 'x' })).rejects.toMatchObject({ code: 'built_in' });
    await expect(remove(management!, true)).rejects.toMatchObject({ code: 'built_in' });
    const before = management!.granted_clients;
    await stage.create({ scopes: ['clients:read'] });
    expect((await get(management!)).granted_clients).toBe(before + 1);
  });
});

/** Grants a client anew; resolves to the version since which each of its grants stands. */
async function grant(client_id: string, grants: { audience: string; scopes: string[] }[]) {
  const updated = await stage.ask(updateClient, { actor: ACTOR, client_id, change: { grants } });
  expect(updated.grants).toEqual(grants);
  const record = await recordOf(client_id);
  return record.grants.map(({ audience, since }) => [audience, since]);
}

describe('a grant', () => {
  it('stands since it was given, whatever its scopes; once taken and given again, since then', async () => {
    const [one, two] = [await add(), await add()];
    const on = ({ audience }: Api, ...scopes: string[]) => ({ audience, scopes });
    const { client_id } = await clientWith([on(one, 'read')]);
    const both = [on(two), on(one, 'read', 'write')];
    expect(await grant(client_id, both)).toEqual([
      [two.audience, 2],
      [one.audience, 1],
    ]);
    await update(one, { scopes: [{ name: 'read' }] }, true);
    expect((await recordOf(client_id)).grants).toMatchObject([{ since: 2 }, { since: 1 }]);
    expect(await grant(client_id, [on(two)])).toEqual([[two.audience, 2]]);
    expect(await grant(client_id, [on(two), on(one, 'read')])).toEqual([
      [two.audience, 2],
      [one.audience, 5],
    ]);
  });

  it('shows nobody but the token service since when it stands', async () => {
    const { audience } = await add();
    const { client_id } = await clientWith([{ audience, scopes: [] }]);
    await grant(client_id, []);
    const events = await stage.sql('SELECT before, after FROM audit_events WHERE subject_id = $1', [
      client_id,
    ]);
    expect(events).toHaveLength(2);
    const shown = [events, await stage.ask(getClient, { client_id }), await stage.ask(listClients, {})];
    expect(JSON.stringify(shown)).not.toContain('since');
  });

  it('is of scopes that the API has; what it has not is named', async () => {
    const api = await add();
    const wrong = clientWith(
      [
        { audience: 'https://nobody.example', scopes: [] },
        { audience: api.audience, scopes: ['read', 'other'] },
        { audience: 'urn:postern:management', scopes: [] },
      ],
      { resource_server_for: 'https://nobody.example' },
    );
    expect(fields(await wrong.catch((error: unknown) => error))).toEqual([
      'grants.0.audience is not the audience of an API',
      'grants.1.scopes.1 is not a scope of this API',
      'grants.2.audience is the management API, whose scopes belong into scopes',
      'resource_server_for is not the audience of an API',
    ]);
  });

  it('is in the record, with what the API says and what it withholds', async () => {
    const api = await add({ token_lifetime_seconds: 120 });
    const given = { token_lifetime_seconds: 60, resource_server_for: api.audience };
    const { client_id, grants } = await clientWith([{ audience: api.audience, scopes: ['write'] }], given);
    expect(grants).toEqual([{ audience: api.audience, scopes: ['write'] }]);
    expect(await recordOf(client_id)).toMatchObject({
      ...given,
      grants: [
        {
          ...{ audience: api.audience, scopes: ['write'], withheld: ['read'] },
          ...{ token_lifetime_seconds: 120, since: 1 },
        },
      ],
    });
    expect((await get(api)).granted_clients).toBe(1);
  });

  it('changes with an update of the client, and null takes back what may be null', async () => {
    const api = await add();
    const { client_id } = await clientWith([], { token_lifetime_seconds: 60 });
    const grants = [{ audience: api.audience, scopes: ['read'] }];
    const change = { grants, token_lifetime_seconds: null, resource_server_for: api.audience };
    const updated = await stage.ask(updateClient, { actor: ACTOR, client_id, change });
    expect(updated).toMatchObject({ ...change, version: 2 });
    expect(await stage.ask(getClient, { client_id })).toEqual(updated);
  });
});

/** Many clients with a grant on an API, written as they would be; they are named after it. */
async function insertClients(count: number, { audience, api_id }: Api): Promise<void> {
  await stage.sql(
    `INSERT INTO application_clients (client_id, name, description, status, scopes, grants, version,
       tokens_since, management_since, created_at, updated_at)
     SELECT 'pcl_' || right(md5($2 || n), 22), $1, '', 'active', '{}', $3, 1, 1, 1, now(), now()
     FROM generate_series(1, $4::int) AS n`,
    [audience, api_id, JSON.stringify([{ audience, scopes: ['read'], since: 1 }]), count],
  );
}

describe('narrowing or deleting an API', () => {
  it('says how many clients would lose something, and does nothing until it is forced', async () => {
    const api = await add();
    const grants = [{ audience: api.audience, scopes: ['read', 'write'] }];
    for (let count = 0; count < 3; count++) await clientWith(grants);
    await clientWith([{ audience: api.audience, scopes: ['read'] }]);
    const narrowed = { scopes: [{ name: 'read' }] };
    await expect(update(api, narrowed)).rejects.toMatchObject({ code: 'api_in_use', affectedClients: 3 });
    await expect(remove(api)).rejects.toMatchObject({ code: 'api_in_use', affectedClients: 4 });
    expect(await get(api)).toEqual({ ...api, granted_clients: 4 });
  });

  it('counts its resource servers too, who would lose the right to introspect its tokens', async () => {
    const api = await add();
    const server = await clientWith([], { resource_server_for: api.audience });
    await expect(remove(api)).rejects.toMatchObject({ code: 'api_in_use', affectedClients: 1 });
    await clientWith([{ audience: api.audience, scopes: [] }], { resource_server_for: api.audience });
    await expect(remove(api)).rejects.toMatchObject({
      affectedClients: 2,
      message: expect.stringMatching(/^1 application client would .* and 2 application clients the rights/),
    });
    const figures = { granted_clients: 1, resource_servers: 2 };
    expect(await get(api)).toEqual({ ...api, ...figures });
    expect((await stage.ask(listApis, { audience: api.audience })).data).toEqual([{ ...api, ...figures }]);
    // A narrower API takes nothing from them.
    await update(api, { scopes: [] });
    expect(await recordOf(server.client_id)).toMatchObject({ version: 1, resource_server_for: api.audience });
  });

  it('is in the audit log for each client that loses something, before and after, and for the API with their number', async () => {
    const api = await add();
    const on = (...scopes: string[]) => [{ audience: api.audience, scopes }];
    const [loser, keeper] = [await clientWith(on('read', 'write')), await clientWith(on('read'))];
    const server = await clientWith([], { resource_server_for: api.audience });
    await update(api, { scopes: [{ name: 'read' }] }, true);
    await remove(api, true);
    const eventsOf = async (subject_id: string) =>
      (await stage.ask(listAuditEvents, { subject_id, order: 'oldest_first' })).data.slice(1);
    const [updated, deleted, ...more] = await eventsOf(api.api_id);
    expect([updated, deleted, more]).toMatchObject([{ affected_clients: 1 }, { affected_clients: 3 }, []]);
    const states = async ({ client_id }: { client_id: string }) =>
      (await eventsOf(client_id)).map(({ before, after, ...event }) => {
        const cause = event.request_id === updated!.request_id ? updated : deleted;
        expect(event).toMatchObject({
          actor: cause!.actor,
          request_id: cause!.request_id,
          affected_clients: null,
        });
        return [
          event.action,
          before!['grants'],
          after!['grants'],
          after!['resource_server_for'],
          after!['version'],
        ];
      });
    const action = 'application_client.updated';
    expect(await states(loser)).toEqual([
      [action, on('read', 'write'), on('read'), null, 2],
      [action, on('read'), [], null, 3],
    ]);
    expect(await states(keeper)).toEqual([[action, on('read'), [], null, 3]]);
    expect(await states(server)).toEqual([[action, [], [], null, 2]]);
    const [last] = await eventsOf(loser.client_id).then((events) => events.reverse());
    expect(last!.after).toEqual(await stage.ask(getClient, { client_id: loser.client_id }));
  });

  it('reaches many clients, each exactly once, in one change', async () => {
    const api = await add();
    await insertClients(2_500, api);
    await update(api, { token_lifetime_seconds: 60 });
    await remove(api, true);
    const counts = await stage.sql(
      `SELECT count(*)::int AS clients, count(*) FILTER (WHERE version = 3 AND grants = '[]')::int AS changed,
         (SELECT count(DISTINCT subject_id)::int FROM audit_events
          WHERE action = 'application_client.updated' AND before->'grants' @> $2) AS audited
       FROM application_clients WHERE name = $1`,
      [api.audience, JSON.stringify([{ audience: api.audience }])],
    );
    expect(counts).toEqual([{ clients: 2_500, changed: 2_500, audited: 2_500 }]);
  });

  it('is refused where too many would lose something at once', async () => {
    const api = await add();
    await insertClients(10_001, api);
    const refused = { code: 'too_many_clients', affectedClients: 10_001 };
    await expect(remove(api, true)).rejects.toMatchObject(refused);
    await expect(update(api, { scopes: [] }, true)).rejects.toMatchObject(refused);
    expect(await get(api)).toMatchObject({ version: 1, granted_clients: 10_001 });
  });

  it('takes the scopes from every client that has them, each with its event', async () => {
    const [api, other] = [await add(), await add()];
    const elsewhere = { audience: other.audience, scopes: ['write'] };
    const { client_id } = await clientWith([
      { audience: api.audience, scopes: ['write', 'read'] },
      elsewhere,
    ]);
    await update(api, { scopes: [{ name: 'read' }] }, true);
    expect(await stage.ask(getClient, { client_id })).toMatchObject({
      grants: [{ audience: api.audience, scopes: ['read'] }, elsewhere],
      version: 2,
    });
    await eventually('it is told', () => listener.changesOf(client_id).includes('updated 2'));
  });

  it('ends every grant on it, and the rights of its resource server', async () => {
    const [api, other] = [await add(), await add()];
    const elsewhere = { audience: other.audience, scopes: ['write'] };
    const { client_id } = await clientWith([{ audience: api.audience, scopes: [] }, elsewhere]);
    const server = await clientWith([], { resource_server_for: api.audience });
    await remove(api, true);
    await expect(get(api)).rejects.toMatchObject({ code: 'not_found' });
    expect(await recordOf(client_id)).toMatchObject({ grants: [elsewhere], version: 2 });
    // Tokens for it do not come alive again when one of this audience is registered and granted anew.
    await add({ audience: api.audience });
    const again = await grant(client_id, [elsewhere, { audience: api.audience, scopes: ['read'] }]);
    expect(again).toEqual([
      [other.audience, 1],
      [api.audience, 3],
    ]);
    expect(await recordOf(server.client_id)).toMatchObject({ resource_server_for: null, version: 2 });
    const [event] = await stage.sql(
      'SELECT action, before, after FROM audit_events WHERE subject_id = $1 AND action = $2',
      [api.api_id, 'api.deleted'],
    );
    expect(event).toMatchObject({ before: { audience: api.audience }, after: null });
  });

  it('leaves clients alone where no token is different for it', async () => {
    const api = await add();
    const { client_id } = await clientWith([{ audience: api.audience, scopes: ['read'] }]);
    await update(api, { name: 'Renamed', description: 'x' });
    expect(await recordOf(client_id)).toMatchObject({ version: 1 });
    await update(api, { token_lifetime_seconds: 60 });
    expect(await recordOf(client_id)).toMatchObject({ version: 2, grants: [{ token_lifetime_seconds: 60 }] });
  });

  it('at the same time as a grant leaves no grant on what is gone', async () => {
    for (let round = 0; round < 5; round++) {
      const api = await add();
      const grants = [{ audience: api.audience, scopes: ['read'] }];
      const [client] = await Promise.allSettled([
        stage.ask(createClient, { actor: ACTOR, client: { name: 'Race', grants } }),
        remove(api, true),
      ]);
      if (client.status === 'rejected') continue;
      const { client_id } = client.value;
      const after = await stage.ask(getClient, { client_id });
      const there = await get(api).catch(() => undefined);
      expect([there === undefined, after.grants]).toEqual([true, []]);
    }
  });
});
