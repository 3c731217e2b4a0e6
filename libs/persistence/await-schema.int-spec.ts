import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Logger } from '@postern/observability';
import { asService, createTestDatabase, eventually, TestResources } from '@postern/testing';
import { awaitSchema } from './await-schema.js';
import type { SchemaOptions } from './data-source-options.js';
import { gardenSchema } from './fixtures/garden.js';
import { runMigrations } from './run-migrations.js';

const FIRST = 'CreateGarden1700000000000';
const resources = new TestResources();
let url: string;
let role: string;
let service: SchemaOptions;
afterAll(() => resources.release());

const withRights = (schema: SchemaOptions, plants: SchemaOptions['rights'][string] = ['SELECT']) => ({
  ...schema,
  rights: { migrations: ['SELECT'] as const, plants },
});
const migrate = (schema = withRights(gardenSchema(url))) => runMigrations(schema, role);

beforeEach(async () => {
  url = await createTestDatabase(resources);
  const serviceUrl = asService(url, 'clients');
  role = new URL(serviceUrl).username;
  service = withRights(gardenSchema(serviceUrl));
});

/** A service that waits, with what it says and whether it goes on. */
function waiting(schema = service) {
  const said: string[] = [];
  const state = { said, over: false };
  const logger = {
    info: ({ missing }: { missing: string }) => said.push(missing),
    warn: ({ cause }: { cause: string }) => said.push(`Postgres: ${cause}`),
  } as unknown as Logger;
  const done = awaitSchema(schema, logger).then(() => (state.over = true));
  return Object.assign(state, { done });
}

describe('a service', () => {
  it('goes on at once where its schema is there, also a newer one', async () => {
    await migrate();
    for (const schema of [service, { ...service, migrations: [] }]) {
      const one = waiting(schema);
      await one.done;
      expect(one.said).toEqual([]);
    }
  });

  it('waits for migrations, says for which, and goes on when they are run', async () => {
    const one = waiting();
    await eventually('it says so', () => one.said.length > 0);
    expect([one.said, one.over]).toEqual([[FIRST], false]);
    await migrate();
    await one.done;
  });

  it('waits for rights, which come after the migrations', async () => {
    await migrate();
    const one = waiting(withRights(service, ['SELECT', 'DELETE']));
    await eventually('it says so', () => one.said.length > 0);
    expect([one.said, one.over]).toEqual([['DELETE on garden.plants'], false]);
    await migrate(withRights(gardenSchema(url), ['SELECT', 'DELETE']));
    await one.done;
  });

  it('waits for Postgres', async () => {
    const nowhere = new URL(service.url);
    nowhere.port = '1';
    const schema = { ...service, url: nowhere.href };
    const one = waiting(schema);
    await eventually('it says so', () => one.said.length > 0);
    expect([one.said, one.over]).toEqual([[expect.stringMatching(/^Postgres: .*ECONNREFUSED/)], false]);
    await migrate();
    schema.url = service.url;
    await one.done;
  });

  it('says what Postgres has against it, which no migration mends', async () => {
    await migrate();
    const wrong = new URL(service.url);
    wrong.password = 'wrong';
    const schema = { ...service, url: wrong.href };
    const one = waiting(schema);
    await eventually('it says so', () => one.said.length > 0);
    expect(one.said).toEqual([`Postgres: password authentication failed for user "${role}"`]);
    schema.url = service.url;
    await one.done;
  });
});
