import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NatsLink } from '@postern/messaging';
import { createTestDatabase, eventually, startTestNats, TestResources } from '@postern/testing';
import type { DataSource } from 'typeorm';
import { connectGarden, gardenSchema, plantGrew } from './fixtures/garden.js';
import { quiet, startRelay } from './fixtures/relay.js';
import { storedEvents } from './fixtures/stream.js';
import { Outbox } from './outbox.js';
import { runMigrations } from './run-migrations.js';

const resources = new TestResources();
let relays = new TestResources();
const outbox = new Outbox();
let server: Awaited<ReturnType<typeof startTestNats>>;
let databaseUrl: string;
let source: DataSource;
let reader: NatsLink;

beforeAll(async () => {
  server = await startTestNats(resources);
  databaseUrl = await createTestDatabase(resources);
  await runMigrations(gardenSchema(databaseUrl));
  source = resources.add(await connectGarden(databaseUrl), (opened) => opened.destroy());
  const options = { url: server.url, service: 'reader', logger: quiet };
  reader = resources.add(await NatsLink.connect(options), (link) => link.close());
});
beforeEach(async () => {
  await source.query('TRUNCATE outbox');
  await reader.connection.request('$JS.API.STREAM.DELETE.GARDEN');
});
afterEach(async () => {
  await relays.release();
  relays = new TestResources();
});
afterAll(() => resources.release());

const relay = async () => relays.add(await startRelay(databaseUrl, server.url), ({ close }) => close());
const grow = (plant: string, size: number) =>
  source.transaction((manager) => outbox.add(manager, plantGrew, { plant, size }));
const waiting = async () => {
  const rows = await source.query<{ payload: string }[]>('SELECT payload FROM outbox ORDER BY id');
  return rows.map(({ payload }) => JSON.parse(payload) as unknown);
};
const emptied = () => eventually('the outbox is empty', async () => (await waiting()).length === 0);

describe('a relay', () => {
  it('publishes what was committed, in its order, and keeps nothing', async () => {
    const { relay: running } = await relay();
    await grow('fern', 1);
    await grow('fern', 2);
    running.wake();
    await emptied();
    expect(await storedEvents(reader)).toEqual([
      { plant: 'fern', size: 1 },
      { plant: 'fern', size: 2 },
    ]);
  });

  it('publishes nothing of what was rolled back', async () => {
    await relay();
    const undone = source.transaction(async (manager) => {
      await outbox.add(manager, plantGrew, { plant: 'undone', size: 1 });
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow();
    await grow('fern', 1);
    await emptied();
    expect(await storedEvents(reader)).toEqual([{ plant: 'fern', size: 1 }]);
  });

  it('54: keeps events while NATS is away, and publishes them afterwards', async () => {
    await relay();
    await grow('fern', 1);
    await emptied();
    await server.stop();
    await grow('fern', 2);
    await grow('moss', 1);
    await eventually('the relay has tried', async () => {
      const rows = await source.query<unknown[]>('SELECT FROM outbox WHERE claimed_until IS NOT NULL');
      return rows.length > 0;
    });
    expect(await waiting()).toEqual([
      { plant: 'fern', size: 2 },
      { plant: 'moss', size: 1 },
    ]);
    await server.restart();
    await emptied();
    const plants = await eventually('the stream can be read again', () => storedEvents(reader));
    expect(plants.filter(({ plant }) => plant === 'fern').map(({ size }) => size)).toEqual([1, 2]);
    expect(plants).toContainEqual({ plant: 'moss', size: 1 });
  });

  it('publishes an event again whose row it could not delete, and the stream holds it once', async () => {
    await source.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
      CREATE TRIGGER refuse BEFORE DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION refuse()`);
    await relay();
    await grow('fern', 1);
    await eventually('the event is stored', async () => (await storedEvents(reader)).length > 0);
    expect(await waiting()).toHaveLength(1);
    await source.query('DROP FUNCTION refuse CASCADE');
    await emptied();
    expect(await storedEvents(reader)).toEqual([{ plant: 'fern', size: 1 }]);
  });
});

describe('two relays', () => {
  it('54: publish every event once between them, those of one key in their order', async () => {
    await Promise.all([relay(), relay()]);
    const plants = Array.from({ length: 7 }, (_, index) => `p${index}`);
    const sizes = Array.from({ length: 60 }, (_, index) => index);
    await Promise.all(
      plants.map(async (plant) => {
        for (const size of sizes) await grow(plant, size);
      }),
    );
    await emptied();
    const events = await storedEvents(reader);
    for (const plant of plants) {
      expect(events.filter((event) => event.plant === plant).map(({ size }) => size)).toEqual(sizes);
    }
    expect(events).toHaveLength(plants.length * sizes.length);
  });

  it('publish a backlog of one key, longer than what one takes at a time, in its order', async () => {
    const sizes = Array.from({ length: 250 }, (_, index) => index);
    await source.transaction(async (manager) => {
      for (const size of sizes) await outbox.add(manager, plantGrew, { plant: 'fern', size });
    });
    await Promise.all([relay(), relay()]);
    await emptied();
    expect((await storedEvents(reader)).map(({ size }) => size)).toEqual(sizes);
  });

  it('leave an event alone while the other is just about to take one of its key', async () => {
    await grow('fern', 1);
    await source.transaction(async (other) => {
      await other.query("UPDATE outbox SET claimed_until = now() + interval '1 hour'");
      await grow('fern', 2);
      await grow('moss', 1);
      const { relay: running } = await relay();
      running.wake();
      await eventually('the other key is published', async () => (await storedEvents(reader)).length > 0);
      expect(await storedEvents(reader)).toEqual([{ plant: 'moss', size: 1 }]);
      await other.query('DELETE FROM outbox WHERE claimed_until IS NOT NULL');
    });
    await emptied();
    expect(await storedEvents(reader)).toEqual([
      { plant: 'moss', size: 1 },
      { plant: 'fern', size: 2 },
    ]);
  });

  it('54: take over what one of them had taken when it died, and not before', async () => {
    await grow('fern', 1);
    await source.query("UPDATE outbox SET claimed_until = now() + interval '1 hour'");
    await grow('fern', 2);
    await grow('moss', 1);
    await relay();
    await eventually('the other key is published', async () => (await storedEvents(reader)).length > 0);
    expect(await storedEvents(reader)).toEqual([{ plant: 'moss', size: 1 }]);
    await source.query("UPDATE outbox SET claimed_until = now() - interval '1 ms' WHERE key = 'fern'");
    await emptied();
    const ferns = (await storedEvents(reader)).filter(({ plant }) => plant === 'fern');
    expect(ferns.map(({ size }) => size)).toEqual([1, 2]);
  });
});
