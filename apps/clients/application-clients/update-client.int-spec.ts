import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  deleteClient,
  type Failure,
  findClientRecord,
  getClient,
  updateClient,
  type RequestInput,
} from '@postern/contracts';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import fc from 'fast-check';
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

type Change = RequestInput<typeof updateClient>['change'];

const versions = (version?: number) => (version === undefined ? undefined : [version]);
const update = (client_id: string, change: Change, version?: number) =>
  stage.ask(updateClient, { actor: ACTOR, client_id, change, expected_versions: versions(version) });
const remove = (client_id: string) => stage.ask(deleteClient, { actor: ACTOR, client_id });

async function recordOf(clientId: string) {
  return (await stage.ask(findClientRecord, { client_id: clientId })).record;
}

describe('updating a client', () => {
  it('ends its tokens when it is disabled, each time anew, and not when it is enabled', async () => {
    const { client_id } = await stage.create();
    const states: [string, number][] = [];
    for (const status of ['disabled', 'active', 'disabled', 'disabled', 'active'] as const) {
      await update(client_id, { status });
      const record = await recordOf(client_id);
      states.push([record!.status, record!.tokens_since]);
    }
    expect(states).toEqual([
      ['disabled', 2],
      ['active', 2],
      ['disabled', 4],
      ['disabled', 4],
      ['active', 4],
    ]);
  });

  it('ends its tokens for the management API when the last right there is taken, and for no other', async () => {
    const { client_id } = await stage.create({ scopes: ['clients:read', 'audit:read', 'a'] });
    const states: number[] = [];
    for (const scopes of [['clients:read'], ['a'], ['apis:read'], ['audit:read'], []]) {
      await update(client_id, { scopes });
      const { management_since, tokens_since } = (await recordOf(client_id))!;
      expect(tokens_since).toBe(1);
      states.push(management_since);
    }
    expect(states).toEqual([1, 3, 3, 3, 6]);
  });

  it('ends no tokens where the status stays', async () => {
    const { client_id } = await stage.create();
    await update(client_id, { name: 'x', description: 'y', scopes: ['z'], status: 'active' });
    expect(await recordOf(client_id)).toMatchObject({ tokens_since: 1, version: 2, scopes: ['z'] });
  });

  it('writes nothing where it changes nothing, and tells nobody', async () => {
    const { client_id } = await stage.create({ name: 'Same', description: 'd', scopes: ['a', 'b'] });
    const before = await stage.ask(getClient, { client_id });
    const rows = () => stage.sql('SELECT *, xmin FROM application_clients WHERE client_id = $1', [client_id]);
    const stored = await rows();
    const same: Change[] = [
      {},
      { name: ' Same ' },
      { status: 'active' },
      { scopes: ['a', 'b', 'a'] },
      { name: 'Same', description: 'd', scopes: ['a', 'b'], status: 'active' },
    ];
    for (const change of same) expect(await update(client_id, change)).toEqual(before);
    expect(await rows()).toEqual(stored);
    await remove(client_id);
    await eventually('the delete is heard of', () => listener.changesOf(client_id).includes('deleted 2'));
    expect(listener.changesOf(client_id)).toEqual(['created 1', 'deleted 2']);
  });

  it('33: is refused at a stale version even where it would change nothing', async () => {
    const { client_id, name } = await stage.create();
    await expect(update(client_id, { name }, 2)).rejects.toMatchObject({ code: 'version_conflict' });
  });

  it('33: goes through for one of many who have seen the same version', async () => {
    const { client_id } = await stage.create();
    const names = Array.from({ length: 8 }, (_, index) => `name ${index}`);
    const outcomes = await Promise.allSettled(names.map((name) => update(client_id, { name }, 1)));
    const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.map(({ reason }) => (reason as Failure).code)).toEqual(Array(7).fill('version_conflict'));
    const winner = names[outcomes.findIndex(({ status }) => status === 'fulfilled')];
    expect(await stage.ask(getClient, { client_id })).toMatchObject({ name: winner, version: 2 });
  });

  it('loses nothing when others change other fields at the same time', async () => {
    const { client_id } = await stage.create();
    const changes: Change[] = [
      { name: 'new name' },
      { description: 'new description' },
      { scopes: ['new'] },
      { status: 'disabled' },
    ];
    await Promise.all(changes.map((change) => update(client_id, change)));
    const all = Object.assign({}, ...changes) as Change;
    expect(await stage.ask(getClient, { client_id })).toMatchObject({ ...all, version: 5 });
  });

  it('comes before the delete or not at all, whichever way they meet', async () => {
    const delays = fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 }));
    await fc.assert(
      fc.asyncProperty(delays, async ([updates, moreUpdates]) => {
        const { client_id } = await stage.create();
        const names = (count: number) => Array.from({ length: count }, (_, index) => `name ${index}`);
        const before = names(updates).map((name) => update(client_id, { name }));
        const deletion = remove(client_id);
        const after = names(moreUpdates).map((name) => update(client_id, { description: name }));
        const outcomes = await Promise.allSettled([...before, ...after]);
        await deletion;
        for (const outcome of outcomes)
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'not_found' });
        const done = outcomes.filter(({ status }) => status === 'fulfilled').length;
        const last = `deleted ${done + 2}`;
        await eventually(`${last} is heard`, () => listener.changesOf(client_id).includes(last));
        const versions = Array.from({ length: done }, (_, index) => `updated ${index + 2}`);
        expect(listener.changesOf(client_id)).toEqual(['created 1', ...versions, last]);
        expect(await recordOf(client_id)).toBeNull();
      }),
      { numRuns: 20 },
    );
  });
});
