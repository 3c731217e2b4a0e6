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

describe('two relays', () => {
  it('54: publish every event once between them, those of one key in their order', async () => {
    await Promise.all([relay(), relay()]);
    const plants = Array.from({ length: 7 }, (_, index) => `p${index}`);
    const sizes = Array.from({ length: 60 }, (_, index) => index);
    await Promise.all(
      plants.map(async (plant) => {
        for (const size of sizes) await garden.grow(plant, size);
      }),
    );
    await emptied();
    const events = await garden.stored();
    for (const plant of plants) {
      expect(events.filter((event) => event.plant === plant).map(({ size }) => size)).toEqual(sizes);
    }
    expect(events).toHaveLength(plants.length * sizes.length);
  });

  it('publish a backlog of one key, longer than what one takes at a time, in its order', async () => {
    const sizes = Array.from({ length: 250 }, (_, index) => index);
    await garden.source.transaction(async (manager) => {
      for (const size of sizes) await garden.outbox.add(manager, plantGrew, { plant: 'fern', size });
    });
    await Promise.all([relay(), relay()]);
    await emptied();
    expect((await garden.stored()).map(({ size }) => size)).toEqual(sizes);
  });

  it('leave an event alone while the other is just about to take one of its key', async () => {
    await garden.grow('fern', 1);
    await garden.source.transaction(async (other) => {
      await other.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      await other.query("UPDATE outbox SET claimed_until = now() + interval '1 hour'");
      await garden.grow('fern', 2);
      await garden.grow('moss', 1);
      const { relay: running } = await relay();
      running.wake();
      await eventually('the other key is published', async () => (await garden.stored()).length > 0);
      expect(await garden.stored()).toEqual([{ plant: 'moss', size: 1 }]);
      await other.query('DELETE FROM outbox WHERE claimed_until IS NOT NULL');
    });
    await emptied();
    expect(await garden.stored()).toEqual([
      { plant: 'moss', size: 1 },
      { plant: 'fern', size: 2 },
    ]);
  });

  it('54: take over what one of them had taken when it died, and not before', async () => {
    await garden.grow('fern', 1);
    await garden.source.query("UPDATE outbox SET claimed_until = now() + interval '1 hour'");
    await garden.grow('fern', 2);
    await garden.grow('moss', 1);
    await relay();
    await eventually('the other key is published', async () => (await garden.stored()).length > 0);
    expect(await garden.stored()).toEqual([{ plant: 'moss', size: 1 }]);
    await garden.source.query("UPDATE outbox SET claimed_until = now() - interval '1 ms' WHERE key = 'fern'");
    await emptied();
    const ferns = (await garden.stored()).filter(({ plant }) => plant === 'fern');
    expect(ferns.map(({ size }) => size)).toEqual([1, 2]);
  });
});
