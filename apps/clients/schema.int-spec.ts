import { afterAll, describe, expect, it } from '@jest/globals';
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
});
