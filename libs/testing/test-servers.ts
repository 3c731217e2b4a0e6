import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  startNats,
  startNginx,
  startPostgres,
  startRedis,
  testEnvironment,
  type Server,
  type TlsFiles,
} from '@postern/tools/servers';
import { Client } from 'pg';
import { asService } from './as-service.js';
import { testNginx, testPrograms } from './programs.js';
import type { TestResources } from './test-resources.js';

/**
 * A NATS server with JetStream that belongs to this test file.
 *
 * @param at its folder, for a test that takes away what is in it; streams are in `jetstream` below it
 */
export async function startTestNats(resources: TestResources, at?: string, tls?: TlsFiles): Promise<Server> {
  const folder = at ?? join(await resources.folder(), 'nats');
  const server = await startNats({ programs: await testPrograms(), folder, ...(tls && { tls }) });
  return resources.add(server, () => server.stop());
}

/** A Redis server that belongs to this test file. */
export async function startTestRedis(resources: TestResources, tls?: TlsFiles): Promise<Server> {
  const folder = join(await resources.folder(), 'redis');
  const server = await startRedis({ programs: await testPrograms(), folder, ...(tls && { tls }) });
  return resources.add(server, () => server.stop());
}

/** A Postgres server that belongs to this test file, for tests that stop it. */
export async function startTestPostgres(resources: TestResources, tls?: TlsFiles): Promise<Server> {
  const folder = join(await resources.folder(), 'postgres');
  const programs = await testPrograms();
  const server = await startPostgres({ programs, folder, durable: false, ...(tls && { tls }) });
  return resources.add(server, () => server.stop());
}

/**
 * URL of an empty database that belongs to this test file, on a server that others use too; with roles for services.
 *
 * @param options as `CREATE DATABASE` takes them
 */
export async function createTestDatabase(resources: TestResources, options = ''): Promise<string> {
  const shared = testEnvironment().databaseUrl ?? (await startTestPostgres(resources)).url;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(shared);
  url.pathname = `/${name}`;
  const roles = (['clients', 'tokens'] as const).map((service) => new URL(asService(url.href, service)));
  await execute(shared, `CREATE DATABASE ${name} ${options}`);
  resources.add(name, async () => {
    await execute(shared, `DROP DATABASE ${name} WITH (FORCE)`);
    await execute(shared, `DROP ROLE ${roles.map(({ username }) => username).join()}`);
  });
  for (const { username, password } of roles)
    await execute(shared, `CREATE ROLE ${username} LOGIN PASSWORD '${password}'`);
  return url.href;
}

/**
 * An nginx that belongs to this test file.
 *
 * @param http what stands inside `http { }`, with a server that listens on the port
 */
export async function startTestNginx(
  resources: TestResources,
  http: (port: number) => string,
): Promise<Server> {
  const folder = join(await resources.folder(), 'nginx');
  const server = await startNginx({ programs: await testNginx(), folder, http });
  return resources.add(server, () => server.stop());
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
