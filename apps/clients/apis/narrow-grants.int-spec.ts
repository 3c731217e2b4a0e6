import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, getClient, listApis, listAuditEvents, type Api } from '@postern/contracts';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import { ApiRequests } from '../fixtures/api-requests.js';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';
import { EventListener } from '../fixtures/event-listener.js';

const resources = new TestResources();
let stage: ClientsStage;
let apis: ApiRequests;
let listener: EventListener;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  apis = new ApiRequests(stage);
  listener = await EventListener.start(nats.url, resources);
});
afterAll(() => resources.release());

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
    const api = await apis.add();
    const grants = [{ audience: api.audience, scopes: ['read', 'write'] }];
    for (let count = 0; count < 3; count++) await apis.clientWith(grants);
    await apis.clientWith([{ audience: api.audience, scopes: ['read'] }]);
    const narrowed = { scopes: [{ name: 'read' }] };
    await expect(apis.update(api, narrowed)).rejects.toMatchObject({
      code: 'api_in_use',
      affectedClients: 3,
    });
    await expect(apis.remove(api)).rejects.toMatchObject({ code: 'api_in_use', affectedClients: 4 });
    expect(await apis.get(api)).toEqual({ ...api, granted_clients: 4 });
  });

  it('counts its resource servers too, who would lose the right to introspect its tokens', async () => {
    const api = await apis.add();
    const server = await apis.clientWith([], { resource_server_for: api.audience });
    await expect(apis.remove(api)).rejects.toMatchObject({ code: 'api_in_use', affectedClients: 1 });
    await apis.clientWith([{ audience: api.audience, scopes: [] }], { resource_server_for: api.audience });
    await expect(apis.remove(api)).rejects.toMatchObject({
      affectedClients: 2,
      message: expect.stringMatching(
        /^1 application client would .* and 2 application clients would lose the rights/,
      ),
    });
    const figures = { granted_clients: 1, resource_servers: 2 };
    expect(await apis.get(api)).toEqual({ ...api, ...figures });
    expect((await stage.ask(listApis, { audience: api.audience })).data).toEqual([{ ...api, ...figures }]);
    // A narrower API takes nothing from them.
    await apis.update(api, { scopes: [] });
    expect(await apis.recordOf(server.client_id)).toMatchObject({
      version: 1,
      resource_server_for: api.audience,
    });
  });

  it('is in the audit log for each client that loses something, before and after, and for the API with their number', async () => {
    const api = await apis.add();
    const on = (...scopes: string[]) => [{ audience: api.audience, scopes }];
    const [loser, keeper] = [await apis.clientWith(on('read', 'write')), await apis.clientWith(on('read'))];
    const server = await apis.clientWith([], { resource_server_for: api.audience });
    await apis.update(api, { scopes: [{ name: 'read' }] }, true);
    await apis.remove(api, true);
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

  it('ends a grant that has no scope left, and not one that never had any', async () => {
    const api = await apis.add();
    const on = (...scopes: string[]) => [{ audience: api.audience, scopes }];
    const [loser, bare] = [await apis.clientWith(on('write')), await apis.clientWith(on())];
    await apis.update(api, { scopes: [{ name: 'read' }] }, true);
    expect(await apis.get(api)).toMatchObject({ granted_clients: 1 });
    expect(await apis.recordOf(loser.client_id)).toMatchObject({ grants: [] });
    expect(await stage.ask(getClient, { client_id: bare.client_id })).toMatchObject({ grants: on() });
  });

  it('reaches many clients, each exactly once, in one change', async () => {
    const api = await apis.add();
    await insertClients(2_500, api);
    await apis.update(api, { token_lifetime_seconds: 60 });
    await apis.remove(api, true);
    const counts = await stage.sql(
      `SELECT count(*)::int AS clients, count(*) FILTER (WHERE version = 3 AND grants = '[]')::int AS changed,
         (SELECT count(DISTINCT subject_id)::int FROM audit_events
          WHERE action = 'application_client.updated' AND before->'grants' @> $2) AS audited
       FROM application_clients WHERE name = $1`,
      [api.audience, JSON.stringify([{ audience: api.audience }])],
    );
    expect(counts).toEqual([{ clients: 2_500, changed: 2_500, audited: 2_500 }]);
    // Others would wait for so many events.
    await stage.sql('TRUNCATE outbox');
  });

  it('is refused where too many would lose something at once', async () => {
    const api = await apis.add();
    await insertClients(10_001, api);
    const refused = { code: 'too_many_clients', affectedClients: 10_001 };
    await expect(apis.remove(api, true)).rejects.toMatchObject(refused);
    await expect(apis.update(api, { scopes: [] }, true)).rejects.toMatchObject(refused);
    expect(await apis.get(api)).toMatchObject({ version: 1, granted_clients: 10_001 });
  });

  it('takes the scopes from every client that has them, each with its event', async () => {
    const [api, other] = [await apis.add(), await apis.add()];
    const elsewhere = { audience: other.audience, scopes: ['write'] };
    const { client_id } = await apis.clientWith([
      { audience: api.audience, scopes: ['write', 'read'] },
      elsewhere,
    ]);
    await apis.update(api, { scopes: [{ name: 'read' }] }, true);
    expect(await stage.ask(getClient, { client_id })).toMatchObject({
      grants: [{ audience: api.audience, scopes: ['read'] }, elsewhere],
      version: 2,
    });
    await eventually('it is told', () => listener.changesOf(client_id).includes('updated 2'));
  });

  it('ends every grant on it, and the rights of its resource server', async () => {
    const [api, other] = [await apis.add(), await apis.add()];
    const elsewhere = { audience: other.audience, scopes: ['write'] };
    const { client_id } = await apis.clientWith([{ audience: api.audience, scopes: [] }, elsewhere]);
    const server = await apis.clientWith([], { resource_server_for: api.audience });
    await apis.remove(api, true);
    await expect(apis.get(api)).rejects.toMatchObject({ code: 'not_found' });
    expect(await apis.recordOf(client_id)).toMatchObject({ grants: [elsewhere], version: 2 });
    // Tokens for it do not come alive again when one of this audience is registered and granted anew.
    await apis.add({ audience: api.audience });
    await apis.grant(client_id, [elsewhere, { audience: api.audience, scopes: ['read'] }]);
    const again = (await apis.recordOf(client_id)).grants.map((one) => [one.audience, one.since]);
    expect(again).toEqual([
      [other.audience, 1],
      [api.audience, 3],
    ]);
    expect(await apis.recordOf(server.client_id)).toMatchObject({ resource_server_for: null, version: 2 });
    const [event] = await stage.sql(
      'SELECT action, before, after FROM audit_events WHERE subject_id = $1 AND action = $2',
      [api.api_id, 'api.deleted'],
    );
    expect(event).toMatchObject({ before: { audience: api.audience }, after: null });
  });

  it('leaves clients alone where no token is different for it', async () => {
    const api = await apis.add();
    const { client_id } = await apis.clientWith([{ audience: api.audience, scopes: ['read'] }]);
    await apis.update(api, { name: 'Renamed', description: 'x' });
    expect(await apis.recordOf(client_id)).toMatchObject({ version: 1 });
    await apis.update(api, { token_lifetime_seconds: 60 });
    expect(await apis.recordOf(client_id)).toMatchObject({
      version: 2,
      grants: [{ token_lifetime_seconds: 60 }],
    });
  });

  it('at the same time as a grant leaves no grant on what is gone', async () => {
    for (let round = 0; round < 5; round++) {
      const api = await apis.add();
      const grants = [{ audience: api.audience, scopes: ['read'] }];
      const [client] = await Promise.allSettled([
        stage.ask(createClient, { actor: ACTOR, client: { name: 'Race', grants } }),
        apis.remove(api, true),
      ]);
      if (client.status === 'rejected') continue;
      const { client_id } = client.value;
      const after = await stage.ask(getClient, { client_id });
      const there = await apis.get(api).catch(() => undefined);
      expect([there === undefined, after.grants]).toEqual([true, []]);
    }
  });
});
