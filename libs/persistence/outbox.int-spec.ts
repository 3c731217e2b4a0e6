import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, deferred, TestResources } from '@postern/testing';
import type { DataSource } from 'typeorm';
import { connectGarden, gardenSchema, plantGrew } from './fixtures/garden.js';
import { Outbox } from './outbox.js';
import { runMigrations } from './run-migrations.js';

const resources = new TestResources();
const outbox = new Outbox();
let source: DataSource;

beforeAll(async () => {
  const url = await createTestDatabase(resources);
  await runMigrations(gardenSchema(url));
  source = resources.add(await connectGarden(url), (opened) => opened.destroy());
});
beforeEach(() => source.query('TRUNCATE outbox'));
afterAll(() => resources.release());

const waiting = () => source.query<object[]>('SELECT subject, key, payload FROM outbox ORDER BY id');
const completeUntil = async () => (await outbox.completeUntil(source.manager)).getTime();
const now = async () => {
  const rows = await source.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
  return rows[0]!.now.getTime();
};

describe('the outbox', () => {
  it('holds an event after the commit of its change, with subject, key, version and what the contract names', async () => {
    const event = { plant: 'fern', size: 1, hash: 'not in the contract' };
    await source.transaction((manager) => outbox.add(manager, plantGrew, event));
    expect(await waiting()).toEqual([
      {
        subject: 'events.garden.plant.grew',
        key: 'fern',
        payload: '{"contract_version":1,"plant":"fern","size":1}',
      },
    ]);
  });

  it('holds nothing of a change that was rolled back', async () => {
    const work = source.transaction(async (manager) => {
      await outbox.add(manager, plantGrew, { plant: 'fern', size: 1 });
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await waiting()).toEqual([]);
  });

  it('refuses an event that breaks its contract, and the change with it', async () => {
    const wrong = { plant: 'fern', size: 0.5 };
    await expect(source.transaction((manager) => outbox.add(manager, plantGrew, wrong))).rejects.toThrow();
    expect(await waiting()).toEqual([]);
  });
});

describe('the moment up to which the stream is complete', () => {
  it('is now while nothing waits', async () => {
    const before = await now();
    const until = await completeUntil();
    expect(until).toBeGreaterThanOrEqual(before);
    expect(until).toBeLessThanOrEqual(await now());
  });

  it('is not after the start of the oldest change whose event waits', async () => {
    let begun = 0;
    await source.transaction(async (manager) => {
      const rows = await manager.query<{ now: Date }[]>('SELECT now()');
      begun = rows[0]!.now.getTime();
      // The event is written later than the transaction began, and committed later still.
      await manager.query('SELECT pg_sleep(0.05)');
      await outbox.add(manager, plantGrew, { plant: 'fern', size: 1 });
    });
    await source.transaction((manager) => outbox.add(manager, plantGrew, { plant: 'moss', size: 1 }));
    expect(await completeUntil()).toBe(begun);

    await source.query("DELETE FROM outbox WHERE key = 'fern'");
    expect(await completeUntil()).toBeGreaterThan(begun);
    const rows = await source.query<{ created_at: Date }[]>('SELECT created_at FROM outbox');
    expect(await completeUntil()).toBe(rows[0]!.created_at.getTime());
  });

  it('goes back for a change that was under way, as it counts what was committed', async () => {
    const added = deferred();
    const released = deferred();
    const change = source.transaction(async (manager) => {
      await outbox.add(manager, plantGrew, { plant: 'fern', size: 1 });
      added.resolve();
      await released.promise;
    });
    await added.promise;
    const during = await completeUntil();
    released.resolve();
    await change;
    expect(await completeUntil()).toBeLessThanOrEqual(during);
  });
});
