import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import { plantGrew } from './fixtures/garden.js';
import { openPublishing } from './fixtures/publishing.js';
import { startRelay } from './fixtures/relay.js';

const resources = new TestResources();
let relays = new TestResources();
let server: Awaited<ReturnType<typeof startTestNats>>;
let databaseUrl: string;
let garden: Awaited<ReturnType<typeof openPublishing>>;

beforeAll(async () => {
  server = await startTestNats(resources);
  databaseUrl = await createTestDatabase(resources);
  garden = resources.add(await openPublishing(databaseUrl, server.url), ({ close }) => close());
});
beforeEach(() => eventually('outbox and stream are empty', () => garden.empty()));
afterEach(async () => {
  await relays.release();
  relays = new TestResources();
});
afterAll(() => resources.release());

const relay = async () => relays.add(await startRelay(databaseUrl, server.url), ({ close }) => close());
const emptied = () => eventually('the outbox is empty', async () => (await garden.waiting()).length === 0);

describe('a relay', () => {
  it('publishes what was committed, in its order, and keeps nothing', async () => {
    const { relay: running } = await relay();
    await garden.grow('fern', 1);
    await garden.grow('fern', 2);
    running.wake();
    await emptied();
    expect(await garden.stored()).toEqual([
      { plant: 'fern', size: 1 },
      { plant: 'fern', size: 2 },
    ]);
  });

  it('publishes nothing of what was rolled back', async () => {
    await relay();
    const undone = garden.source.transaction(async (manager) => {
      await garden.outbox.add(manager, plantGrew, { plant: 'undone', size: 1 });
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow();
    await garden.grow('fern', 1);
    await emptied();
    expect(await garden.stored()).toEqual([{ plant: 'fern', size: 1 }]);
  });

  it('54: keeps events while NATS is away, and publishes them afterwards', async () => {
    const { hasFailed } = await relay();
    await garden.grow('fern', 1);
    await emptied();
    await server.stop();
    await garden.grow('fern', 2);
    await garden.grow('moss', 1);
    await eventually('the relay has tried', hasFailed);
    expect(await garden.waiting()).toEqual([
      { plant: 'fern', size: 2 },
      { plant: 'moss', size: 1 },
    ]);
    await server.restart();
    await emptied();
    const plants = await eventually('the stream can be read again', () => garden.stored());
    expect(plants.filter(({ plant }) => plant === 'fern').map(({ size }) => size)).toEqual([1, 2]);
    expect(plants).toContainEqual({ plant: 'moss', size: 1 });
  });

  it('that could not publish keeps hold of nothing when it stops', async () => {
    const { hasFailed, close } = await startRelay(databaseUrl, server.url);
    await server.stop();
    await garden.grow('fern', 1);
    await eventually('the relay has tried', hasFailed);
    await close();
    const held = await garden.source.query<unknown[]>('SELECT FROM outbox WHERE claimed_until IS NOT NULL');
    expect(held).toEqual([]);
    expect(await garden.waiting()).toEqual([{ plant: 'fern', size: 1 }]);
    await server.restart();
  });

  it('publishes an event again whose row it could not delete, and the stream holds it once', async () => {
    await garden.source.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
      CREATE TRIGGER refuse BEFORE DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await relay();
    await garden.grow('fern', 1);
    await eventually('the event is stored', async () => (await garden.stored()).length > 0);
    expect(await garden.waiting()).toHaveLength(1);
    await garden.source.query('DROP FUNCTION refuse CASCADE');
    await emptied();
    expect(await garden.stored()).toEqual([{ plant: 'fern', size: 1 }]);
  });
});
