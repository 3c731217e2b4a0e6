import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  createApi,
  getClient,
  listApis,
  listClients,
  updateClient,
  type Api,
  type ApiGrant,
} from '@postern/contracts';
import { createTestDatabase, startTestNats, TestResources } from '@postern/testing';
import { EntityManager } from 'typeorm';
import { ApiRequests, SCOPES } from '../fixtures/api-requests.js';
import { ACTOR, ClientsStage } from '../fixtures/clients-stage.js';
import { grantedOn } from './granted-clients.js';

const resources = new TestResources();
let stage: ClientsStage;
let apis: ApiRequests;

beforeAll(async () => {
  const [nats, databaseUrl] = await Promise.all([startTestNats(resources), createTestDatabase(resources)]);
  stage = await ClientsStage.open({ natsUrl: nats.url, databaseUrl }, resources);
  apis = new ApiRequests(stage);
});
afterAll(() => resources.release());

const fields = (error: unknown) =>
  (error as { fields: { field: string; message: string }[] }).fields.map(
    ({ field, message }) => `${field} ${message}`,
  );

describe('an API', () => {
  it('is what it was registered as, and can be found by its audience', async () => {
    const api = await apis.add({ token_lifetime_seconds: 600 });
    expect(api).toMatchObject({
      scopes: [{ name: 'read', description: '' }, SCOPES[1]],
      token_lifetime_seconds: 600,
      built_in: false,
      granted_clients: 0,
      resource_servers: 0,
      version: 1,
    });
    expect(await apis.get(api)).toEqual(api);
    expect((await stage.ask(listApis, { audience: api.audience })).data).toEqual([api]);
  });

  it('has its audience alone', async () => {
    const { audience } = await apis.add();
    await expect(apis.add({ audience })).rejects.toMatchObject({ code: 'audience_taken' });
    const ours = apis.add({ audience: 'urn:postern:management' });
    await expect(ours).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('32: is one for many requests with the same key', async () => {
    const api = { audience: 'https://once.example', name: 'Once' };
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

  it('is listed with its figures, which one query counts for the whole page', async () => {
    for (let count = 0; count < 3; count++) {
      const { audience } = await apis.add();
      await apis.clientWith([{ audience, scopes: [] }], { resource_server_for: audience });
    }
    const query = jest.spyOn(EntityManager.prototype, 'query');
    const { data } = await stage.ask(listApis, { limit: 200 });
    const counting = query.mock.calls.filter(([statement]) => statement.includes('count('));
    query.mockRestore();
    expect(
      data.filter((api) => api.resource_servers === 1 && api.granted_clients === 1).length,
    ).toBeGreaterThan(2);
    expect(counting).toHaveLength(1);
  });

  it('has its clients counted by an index, the management API too', async () => {
    await stage.dataSource.transaction(async (manager) => {
      await manager.query('SET LOCAL enable_seqscan = off');
      const planOf = async (condition: string) =>
        JSON.stringify(
          await manager.query(`EXPLAIN SELECT count(*) FROM application_clients WHERE ${condition}`),
        );
      expect(await planOf(`scopes && '{clients:read}'`)).toContain('application_clients_scopes_idx');
      expect(await planOf(grantedOn(`'urn:a'`))).toContain('application_clients_grants_idx');
    });
  });

  it('of Postern itself has the management scopes, and stays as it is', async () => {
    const [management] = (await stage.ask(listApis, { audience: 'urn:postern:management' })).data;
    expect(management!.built_in).toBe(true);
    expect(management!.scopes.map(({ name }) => name)).toContain('clients:write');
    await expect(apis.update(management!, { name: 'x' })).rejects.toMatchObject({ code: 'built_in' });
    await expect(apis.remove(management!, true)).rejects.toMatchObject({ code: 'built_in' });
    const before = management!.granted_clients;
    await stage.create({ scopes: ['clients:read'] });
    expect((await apis.get(management!)).granted_clients).toBe(before + 1);
  });
});

/** Grants a client anew; resolves to the version since which each of its grants stands. */
async function sinceOf(client_id: string, grants: ApiGrant[]) {
  expect((await apis.grant(client_id, grants)).grants).toEqual(grants);
  const record = await apis.recordOf(client_id);
  return record.grants.map(({ audience, since }) => [audience, since]);
}

describe('a grant', () => {
  it('stands since it was given, whatever its scopes; once taken and given again, since then', async () => {
    const [one, two] = [await apis.add(), await apis.add()];
    const on = ({ audience }: Api, ...scopes: string[]) => ({ audience, scopes });
    const { client_id } = await apis.clientWith([on(one, 'read')]);
    const both = [on(two), on(one, 'read', 'write')];
    expect(await sinceOf(client_id, both)).toEqual([
      [two.audience, 2],
      [one.audience, 1],
    ]);
    await apis.update(one, { scopes: [{ name: 'read' }] }, true);
    expect((await apis.recordOf(client_id)).grants).toMatchObject([{ since: 2 }, { since: 1 }]);
    expect(await sinceOf(client_id, [on(two)])).toEqual([[two.audience, 2]]);
    expect(await sinceOf(client_id, [on(two), on(one, 'read')])).toEqual([
      [two.audience, 2],
      [one.audience, 5],
    ]);
  });

  it('shows nobody but the token service since when it stands', async () => {
    const { audience } = await apis.add();
    const { client_id } = await apis.clientWith([{ audience, scopes: [] }]);
    await sinceOf(client_id, []);
    const events = await stage.sql('SELECT before, after FROM audit_events WHERE subject_id = $1', [
      client_id,
    ]);
    expect(events).toHaveLength(2);
    const shown = [events, await stage.ask(getClient, { client_id }), await stage.ask(listClients, {})];
    expect(JSON.stringify(shown)).not.toContain('since');
  });

  it('is of scopes that the API has; what it has not is named', async () => {
    const api = await apis.add();
    const wrong = apis.clientWith(
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
    const api = await apis.add({ token_lifetime_seconds: 120 });
    const given = { token_lifetime_seconds: 60, resource_server_for: api.audience };
    const { client_id, grants } = await apis.clientWith(
      [{ audience: api.audience, scopes: ['write'] }],
      given,
    );
    expect(grants).toEqual([{ audience: api.audience, scopes: ['write'] }]);
    expect(await apis.recordOf(client_id)).toMatchObject({
      ...given,
      grants: [
        {
          ...{ audience: api.audience, scopes: ['write'], withheld: ['read'] },
          ...{ token_lifetime_seconds: 120, since: 1 },
        },
      ],
    });
    expect((await apis.get(api)).granted_clients).toBe(1);
  });

  it('changes with an update of the client, and null takes back what may be null', async () => {
    const api = await apis.add();
    const { client_id } = await apis.clientWith([], { token_lifetime_seconds: 60 });
    const grants = [{ audience: api.audience, scopes: ['read'] }];
    const change = { grants, token_lifetime_seconds: null, resource_server_for: api.audience };
    const updated = await stage.ask(updateClient, { actor: ACTOR, client_id, change });
    expect(updated).toMatchObject({ ...change, version: 2 });
    expect(await stage.ask(getClient, { client_id })).toEqual(updated);
  });
});
