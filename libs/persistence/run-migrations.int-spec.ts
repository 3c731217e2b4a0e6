import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { createTestDatabase, TestResources } from '@postern/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { connectGarden, gardenSchema } from './fixtures/garden.js';
import { runMigrations } from './run-migrations.js';

const resources = new TestResources();
afterAll(() => resources.release());

const LOCK_NOT_AVAILABLE = '55P03';
const FIRST = 'CreateGarden1700000000000';

class PlantFern1700000000001 implements MigrationInterface {
  readonly name: string = 'PlantFern1700000000001';

  up(runner: QueryRunner): Promise<void> {
    return runner.query("INSERT INTO plants VALUES ('fern')");
  }

  down(runner: QueryRunner): Promise<void> {
    return runner.query('DELETE FROM plants');
  }
}

class Broken1700000000002 extends PlantFern1700000000001 {
  override readonly name = 'Broken1700000000002';

  override async up(runner: QueryRunner): Promise<void> {
    await runner.query("INSERT INTO plants VALUES ('moss')");
    await runner.query('SELECT broken');
  }
}

class MeasurePlants1700000000003 extends PlantFern1700000000001 {
  override readonly name = 'MeasurePlants1700000000003';

  override up(runner: QueryRunner): Promise<void> {
    return runner.query('ALTER TABLE plants ADD height integer');
  }
}

async function plants(url: string): Promise<string[]> {
  const source = await connectGarden(url);
  try {
    const rows: { name: string }[] = await source.query('SELECT name FROM plants ORDER BY name');
    return rows.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}

function withMigrations(url: string, ...more: (new () => MigrationInterface)[]) {
  const schema = gardenSchema(url);
  return { ...schema, migrations: [...schema.migrations, ...more] };
}

describe('migrations', () => {
  it('run once each, in their order, and are named', async () => {
    const url = await createTestDatabase(resources);
    expect(await runMigrations(gardenSchema(url))).toEqual([FIRST]);
    expect(await runMigrations(gardenSchema(url))).toEqual([]);
    const more = withMigrations(url, PlantFern1700000000001);
    expect(await runMigrations(more)).toEqual(['PlantFern1700000000001']);
    expect(await plants(url)).toEqual(['fern']);
  });

  it('run once between several that start at the same time', async () => {
    const url = await createTestDatabase(resources);
    const more = withMigrations(url, PlantFern1700000000001);
    const runs = await Promise.all(Array.from({ length: 5 }, () => runMigrations(more)));
    expect(runs.flat()).toEqual([FIRST, 'PlantFern1700000000001']);
    expect(await plants(url)).toEqual(['fern']);
  });

  it('that fail leave nothing of themselves, and let the next try go on', async () => {
    const url = await createTestDatabase(resources);
    // TypeORM writes to the console that a migration has failed.
    const log = jest.spyOn(console, 'log').mockReturnValue();
    await expect(runMigrations(withMigrations(url, Broken1700000000002))).rejects.toThrow('broken');
    log.mockRestore();
    expect(await plants(url)).toEqual([]);
    expect(await runMigrations(withMigrations(url, PlantFern1700000000001))).toEqual([
      'PlantFern1700000000001',
    ]);
  });

  it('keep to their own schema, beside that of another service', async () => {
    const url = await createTestDatabase(resources);
    const other = { ...gardenSchema(url), schema: 'orchard' };
    const runs = await Promise.all([runMigrations(gardenSchema(url)), runMigrations(other)]);
    expect(runs).toEqual([[FIRST], [FIRST]]);
    const source = await connectGarden(url);
    const rows: unknown = await source.query(
      "SELECT table_schema FROM information_schema.tables WHERE table_name = 'plants' ORDER BY 1",
    );
    await source.destroy();
    expect(rows).toEqual([{ table_schema: 'garden' }, { table_schema: 'orchard' }]);
  });

  it('give up before they hold up others, where a table is in use for long', async () => {
    const url = await createTestDatabase(resources);
    await runMigrations(gardenSchema(url));
    const source = await connectGarden(url);
    const using = source.createQueryRunner();
    await using.startTransaction();
    // As one that never comes to its end; those of the services are ended by Postgres.
    await using.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await using.query('SELECT name FROM plants');
    const attempt = runMigrations(withMigrations(url, MeasurePlants1700000000003));
    await expect(attempt).rejects.toMatchObject({ code: LOCK_NOT_AVAILABLE });
    await using.rollbackTransaction();
    await using.release();
    await source.destroy();
    expect(await runMigrations(withMigrations(url, MeasurePlants1700000000003))).toHaveLength(1);
  });
});
