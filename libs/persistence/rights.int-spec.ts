import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asService, createTestDatabase, TestResources } from '@postern/testing';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { gardenSchema } from './fixtures/garden.js';
import type { Rights } from './rights.js';
import { runMigrations } from './run-migrations.js';

const resources = new TestResources();
let url: string;
let serviceUrl: string;
let role: string;
let service: DataSource;
let owner: DataSource;

beforeAll(async () => {
  url = await createTestDatabase(resources);
  serviceUrl = asService(url, 'clients');
  role = new URL(serviceUrl).username;
  await runMigrations(gardenSchema(url), role);
  [owner, service] = await Promise.all([connect(url), connect(serviceUrl)]);
});
afterAll(() => resources.release());

async function connect(to: string): Promise<DataSource> {
  const source = await new DataSource({ type: 'postgres', url: to, installExtensions: false }).initialize();
  return resources.add(source, () => source.destroy());
}

class PlantRose1700000000001 implements MigrationInterface {
  readonly name = 'PlantRose1700000000001';

  up(runner: QueryRunner): Promise<void> {
    return runner.query('CREATE TABLE roses (name text PRIMARY KEY)');
  }

  down(runner: QueryRunner): Promise<void> {
    return runner.query('DROP TABLE roses');
  }
}

const migrateWith = (rights: Rights, ...more: (new () => MigrationInterface)[]) => {
  const schema = gardenSchema(url);
  return runMigrations({ ...schema, migrations: [...schema.migrations, ...more], rights }, role);
};

const INSUFFICIENT_PRIVILEGE = '42501';
const PRIVILEGES = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'];

/** What the service may do with a table. */
async function rightsOn(table: string): Promise<string[]> {
  const rows = await owner.query<{ privilege: string }[]>(
    `SELECT privilege FROM unnest($1::text[]) AS privilege WHERE has_table_privilege($2, $3, privilege)`,
    [PRIVILEGES, role, `garden.${table}`],
  );
  return rows.map(({ privilege }) => privilege);
}

describe('a service, after the migrations of its schema', () => {
  it('53: has the rights that its tables are declared with', async () => {
    expect(await rightsOn('plants')).toEqual(['SELECT', 'INSERT']);
    expect(await rightsOn('outbox')).toEqual(['SELECT', 'INSERT', 'UPDATE', 'DELETE']);
    expect(await rightsOn('migrations')).toEqual([]);
    await service.query("INSERT INTO garden.plants VALUES ('fern')");
    expect(await service.query('SELECT name FROM garden.plants')).toEqual([{ name: 'fern' }]);
  });

  it.each([
    "UPDATE garden.plants SET name = 'moss'",
    'DELETE FROM garden.plants',
    'TRUNCATE garden.plants',
    'TRUNCATE garden.outbox',
    'ALTER TABLE garden.plants ADD height integer',
    'ALTER TABLE garden.plants DISABLE TRIGGER ALL',
    'ALTER TABLE garden.outbox ENABLE ROW LEVEL SECURITY',
    'ALTER SCHEMA garden RENAME TO park',
    'DROP TABLE garden.outbox',
    'DROP SCHEMA garden CASCADE',
    'CREATE TABLE garden.roses ()',
    'CREATE INDEX ON garden.plants (name)',
    'CREATE VIEW garden.all_plants AS SELECT * FROM garden.plants',
    'CREATE FUNCTION garden.grow() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
    'CREATE TABLE public.roses ()',
    'CREATE SCHEMA park',
    "COMMENT ON TABLE garden.plants IS 'mine'",
    'SELECT * FROM garden.migrations',
    "INSERT INTO garden.migrations (timestamp, name) VALUES (1, 'Forged')",
    'CREATE ROLE gardener',
    "COPY garden.plants TO PROGRAM 'cat'",
    "SELECT pg_read_file('postgresql.conf')",
    'SELECT * FROM pg_authid',
  ])('53: may not: %s', async (statement) => {
    await expect(service.query(statement)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  it('53: may neither become its owner, nor give anybody rights', async () => {
    const { username } = new URL(url);
    for (const statement of [`SET ROLE "${username}"`, `SET SESSION AUTHORIZATION "${username}"`])
      await expect(service.query(statement)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    // Postgres warns that nothing was granted.
    for (const to of [role, 'PUBLIC']) await service.query(`GRANT ALL ON garden.plants TO ${to}`);
    expect(await rightsOn('plants')).toEqual(['SELECT', 'INSERT']);
  });

  it('53: has those on a table that a later migration makes, and loses those that it needs no more', async () => {
    const rights: Rights = { plants: ['SELECT'], outbox: [], roses: ['SELECT', 'DELETE'] };
    await migrateWith(rights, PlantRose1700000000001);
    expect(await rightsOn('roses')).toEqual(['SELECT', 'DELETE']);
    expect(await rightsOn('plants')).toEqual(['SELECT']);
    expect(await rightsOn('outbox')).toEqual([]);
    await migrateWith(gardenSchema(url).rights);
    expect(await rightsOn('plants')).toEqual(['SELECT', 'INSERT']);
  });
});

describe('migrations for a service', () => {
  it('that are run by who may make no schema go on in one that is there', async () => {
    const database = await createTestDatabase(resources);
    const admin = await connect(database);
    const owning = new URL(asService(database, 'tokens'));
    await admin.query(`CREATE SCHEMA garden AUTHORIZATION ${owning.username}`);
    const done = await runMigrations(
      gardenSchema(owning.href),
      new URL(asService(database, 'clients')).username,
    );
    expect(done).toHaveLength(1);
  });

  it('say it where there is no such role', async () => {
    const attempt = runMigrations(gardenSchema(url), 'no "such" role');
    await expect(attempt).rejects.toThrow('There is no role "no "such" role" in Postgres');
  });

  it('do not take from the role that migrates what is its own', async () => {
    const attempt = runMigrations(gardenSchema(url), new URL(url).username);
    await expect(attempt).rejects.toThrow('is the role that migrates');
  });

  it('53: keeps what a later release has given it, when an earlier one is applied again', async () => {
    const { rights, migrations } = gardenSchema(url);
    await migrateWith({ ...rights, roses: ['SELECT'] }, PlantRose1700000000001);
    await runMigrations({ ...gardenSchema(url), migrations, rights }, role);
    expect([await rightsOn('roses'), await rightsOn('plants')]).toEqual([['SELECT'], ['SELECT', 'INSERT']]);
  });
});
