import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, TestResources } from '@postern/testing';
import { Database, dataSourceOptions, runMigrations } from '@postern/persistence';
import { DataSource } from 'typeorm';
import { clientsSchema } from '../schema.js';
import { RecordUses } from './record-uses.js';

const CLIENT = 'pcl_0000000000000000000001';
const OTHER = 'pcl_0000000000000000000002';
const FIRST = '00000000-0000-0000-0000-000000000001';
const SECOND = '00000000-0000-0000-0000-000000000002';

const resources = new TestResources();
let dataSource: DataSource;
let recordUses: RecordUses;

beforeAll(async () => {
  const schema = clientsSchema(await createTestDatabase(resources));
  await runMigrations(schema);
  dataSource = await new DataSource(dataSourceOptions(schema)).initialize();
  resources.add(dataSource, () => dataSource.destroy());
  recordUses = new RecordUses(new Database(dataSource));
});

beforeEach(async () => {
  await dataSource.query('TRUNCATE application_clients, client_secrets');
  for (const client of [CLIENT, OTHER]) {
    await dataSource.query(
      `INSERT INTO application_clients (client_id, name, description, status, scopes, version, created_at, updated_at)
       VALUES ($1, 'name', '', 'active', '{}', 7, now(), now())`,
      [client],
    );
  }
  for (const secret of [FIRST, SECOND]) {
    await dataSource.query(
      `INSERT INTO client_secrets (secret_id, client_id, hash, hint, created_at) VALUES ($1, $2, '', '', now())`,
      [secret, CLIENT],
    );
  }
});

afterAll(() => resources.release());

const use = (secret: string | null, usedAt: string) => ({
  client_id: CLIENT,
  secret_id: secret,
  used_at: usedAt,
});

async function lastUses() {
  const clients: unknown = await dataSource.query(
    'SELECT last_used_at AS at, version FROM application_clients ORDER BY client_id',
  );
  const secrets: unknown = await dataSource.query(
    'SELECT last_used_at AS at FROM client_secrets ORDER BY secret_id',
  );
  return { clients, secrets };
}

const EARLY = '2026-01-01T10:00:00.000Z';
const LATE = '2026-01-01T10:01:00.000Z';

describe('reports of used secrets', () => {
  it('set when client and secret were last used, and change no version', async () => {
    await recordUses.execute([use(FIRST, EARLY), use(SECOND, LATE)]);
    expect(await lastUses()).toEqual({
      clients: [
        { at: new Date(LATE), version: 7 },
        { at: null, version: 7 },
      ],
      secrets: [{ at: new Date(EARLY) }, { at: new Date(LATE) }],
    });
  });

  it('set when a client was last used with a key, too', async () => {
    await recordUses.execute([use(null, LATE)]);
    const { clients, secrets } = await lastUses();
    expect(clients).toMatchObject([{ at: new Date(LATE) }, { at: null }]);
    expect(secrets).toEqual([{ at: null }, { at: null }]);
  });

  it('that come late take nothing back', async () => {
    await recordUses.execute([use(FIRST, LATE)]);
    await recordUses.execute([use(FIRST, EARLY)]);
    expect((await lastUses()).secrets).toEqual([{ at: new Date(LATE) }, { at: null }]);
  });

  it('of clients that are deleted do no harm', async () => {
    await dataSource.query('DELETE FROM application_clients WHERE client_id = $1', [CLIENT]);
    await recordUses.execute([use(FIRST, EARLY)]);
    expect((await lastUses()).clients).toEqual([{ at: null, version: 7 }]);
  });
});
