import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deferred, eventually, startTestPostgres, TestResources } from '@postern/testing';
import { QueryFailedError, type DataSource } from 'typeorm';
import { Database } from './database.js';
import { connectGarden, gardenSchema } from './fixtures/garden.js';
import { runMigrations } from './run-migrations.js';

const resources = new TestResources();
let server: Awaited<ReturnType<typeof startTestPostgres>>;
let source: DataSource;
let database: Database;

beforeAll(async () => {
  server = await startTestPostgres(resources);
  await runMigrations(gardenSchema(server.url));
  source = resources.add(await connectGarden(server.url), (opened) => opened.destroy());
  database = new Database(source);
});
afterAll(() => resources.release());

const plant = (name: string) =>
  database.transaction((manager) => manager.query('INSERT INTO plants VALUES ($1)', [name]));
const plants = async () => {
  const rows = await database.run((manager) =>
    manager.query<{ name: string }[]>('SELECT name FROM plants ORDER BY name'),
  );
  return rows.map(({ name }) => name);
};

describe('a transaction', () => {
  it('does all of its work', async () => {
    await plant('fern');
    expect(await plants()).toContain('fern');
  });

  it('does nothing of its work where it fails', async () => {
    const before = await plants();
    const work = database.transaction(async (manager) => {
      await manager.query("INSERT INTO plants VALUES ('moss')");
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await plants()).toEqual(before);
  });
});

describe('a statement that Postgres refuses', () => {
  it('throws as it is where a constraint is violated', async () => {
    await plant('once');
    await expect(plant('once')).rejects.toBeInstanceOf(QueryFailedError);
    await expect(plant('once')).rejects.toMatchObject({ driverError: { code: '23505' } });
  });

  it.each(['08006', '53300', '57P01', '57P03', '57014', '40001', '40P01', '25006'])(
    '11: is unavailable with SQLSTATE %s',
    async (state) => {
      const work = database.run((manager) =>
        manager.query(`DO $$ BEGIN RAISE EXCEPTION 'told so' USING ERRCODE = '${state}'; END $$`),
      );
      await expect(work).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    },
  );

  it('11: is unavailable where it takes too long', async () => {
    const work = database.run((manager) => manager.query('SELECT pg_sleep(60)'));
    await expect(work).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('without Postgres', () => {
  it('11, 54: all is unavailable, also what was under way, and works again with the same pool', async () => {
    const before = await plants();
    const begun = deferred();
    const stopped = deferred();
    const underWay = database.transaction(async (manager) => {
      await manager.query("INSERT INTO plants VALUES ('lost')");
      begun.resolve();
      await stopped.promise;
      await manager.query("INSERT INTO plants VALUES ('lost too')");
    });
    const outcome = underWay.then(
      () => 'went through',
      (error: unknown) => error,
    );
    await begun.promise;
    await server.stop();
    stopped.resolve();
    expect(await outcome).toMatchObject({ code: 'unavailable', internal: 'Postgres does not answer' });
    await expect(plants()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(plant('never')).rejects.toMatchObject({ code: 'unavailable' });

    await server.restart();
    expect(await eventually('the pool works again', plants)).toEqual(before);
  });

  it('54: a burst of work finds every connection of the pool good again', async () => {
    const burst = () => Promise.all(Array.from({ length: 30 }, () => plants()));
    await burst();
    await server.restart();
    await eventually('the pool works again', plants);
    await burst();
  });
});
