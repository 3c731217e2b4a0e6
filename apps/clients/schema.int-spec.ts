import { afterAll, describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR_ID } from '@postern/contracts';
import { dataSourceOptions, runMigrations } from '@postern/persistence';
import { createTestDatabase, TestResources } from '@postern/testing';
import { DataSource } from 'typeorm';
import { clientsSchema } from './schema.js';

const resources = new TestResources();
afterAll(() => resources.release());

describe('the migrations of this schema', () => {
  it('let tokens of a client from before versions counted be inactive, and its grants stand', async () => {
    const schema = clientsSchema(await createTestDatabase(resources));
    const names = schema.migrations.map(({ name }) => name);
    const place = names.indexOf('EndTokensByVersion1795460000000');
    await runMigrations({ ...schema, migrations: schema.migrations.slice(0, place) });
    const dataSource = await new DataSource(dataSourceOptions(schema)).initialize();
    resources.add(dataSource, () => dataSource.destroy());
    const row = async () =>
      (await dataSource.query<Record<string, unknown>[]>('SELECT * FROM application_clients'))[0];
    await dataSource.query(
      `INSERT INTO application_clients (client_id, name, description, status, scopes, grants, token_epoch, version,
         created_at, updated_at)
       VALUES ('old', 'Old', '', 'active', '{a}', $1, 3, 7, now(), now())`,
      [
        JSON.stringify([
          { audience: 'urn:b', scopes: ['b'] },
          { audience: 'urn:a', scopes: [] },
        ]),
      ],
    );
    const before = await row();
    await runMigrations(schema);
    const { token_epoch: _, ...kept } = before!;
    expect(await row()).toEqual({
      ...kept,
      allowed_addresses: [],
      grants: [
        { audience: 'urn:b', scopes: ['b'], since: 7 },
        { audience: 'urn:a', scopes: [], since: 7 },
      ],
      tokens_since: 7,
      management_since: 7,
    });
    // Back again, no token of any version is of the epoch that its client is at.
    for (let count = names.length; count > place; count--) await dataSource.undoLastMigration();
    expect(await row()).toEqual({ ...before, token_epoch: 8 });
  });

  it('give an administrator and its audit events the new form of its ID, and going back the old one', async () => {
    const schema = clientsSchema(await createTestDatabase(resources));
    const names = schema.migrations.map(({ name }) => name);
    const place = names.indexOf('MakeAdministratorsSignIn1795700000000');
    await runMigrations({ ...schema, migrations: schema.migrations.slice(0, place) });
    const dataSource = await new DataSource(dataSourceOptions(schema)).initialize();
    resources.add(dataSource, () => dataSource.destroy());
    const ids = [
      '00000000-0000-4000-8000-000000000001',
      'ffffffff-ffff-4fff-bfff-ffffffffffff',
      '0b0ff1f5-5f5b-4c6b-9a3c-9d2f3c1d7a10',
    ];
    for (const id of ids) {
      await dataSource.query(
        "INSERT INTO administrators VALUES ($1::uuid, $1::text || '@Example.org', 'hash', 'viewer', '2026-01-02T03:04:05.678Z')",
        [id],
      );
      await dataSource.query(
        `INSERT INTO audit_events (event_id, occurred_at, actor_type, actor_id, action, subject_type, subject_id, request_id)
         VALUES (gen_random_uuid(), now(), 'system', 'first-start', 'administrator.created', 'administrator', $1, 'r'),
           (gen_random_uuid(), now(), 'administrator', $1, 'api.created', 'api', $1, 'r')`,
        [id],
      );
    }
    const events = () =>
      dataSource.query<{ actor_id: string; subject_type: string; subject_id: string }[]>(
        'SELECT actor_id, subject_type, subject_id FROM audit_events ORDER BY sequence',
      );
    const administrators = () =>
      dataSource.query<Record<string, unknown>[]>('SELECT * FROM administrators ORDER BY email');
    const [before, eventsBefore] = [await administrators(), await events()];
    await runMigrations(schema);
    const after = await administrators();
    for (const [index, row] of after.entries()) {
      const { administrator_id: id, ...rest } = before[index]!;
      expect(row).toEqual({
        ...rest,
        administrator_id: expect.stringMatching(ADMINISTRATOR_ID),
        first_name: 'First',
        last_name: 'Administrator',
        password_change_required: false,
        tokens_since: 1,
        version: 1,
        updated_at: rest['created_at'],
        last_signed_in_at: null,
      });
      const own = (await events()).filter(({ subject_id }) => subject_id === row['administrator_id']);
      expect(own).toEqual([
        { actor_id: 'first-start', subject_type: 'administrator', subject_id: row['administrator_id'] },
      ]);
      const done = (await events()).filter(({ actor_id }) => actor_id === row['administrator_id']);
      expect(done).toEqual([{ actor_id: row['administrator_id'], subject_type: 'api', subject_id: id }]);
    }
    for (let count = names.length; count > place; count--) await dataSource.undoLastMigration();
    expect(await administrators()).toEqual(before);
    expect(await events()).toEqual(eventsBefore);
  });
});
