import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  startTestNats,
  startTestPostgres,
  startTestRedis,
  TestAuthority,
  TestResources,
  type TestServer,
} from '@postern/testing';
import { Client } from 'pg';
import type { OwnPostern } from '../system/own-postern.js';
import { startPostern } from '../system/start-postern.js';

type Servers = Readonly<Record<'postgres' | 'nats' | 'redis', TestServer>>;

/** By the name that stands in its certificate. */
const nameOf = ({ url }: TestServer) => url.replace('127.0.0.1', 'localhost');

describe.each<[string, (servers: Servers, caFile: string) => Readonly<Record<string, string>>]>([
  [
    'by a CA of their own',
    ({ postgres, nats, redis }, caFile) => ({
      DATABASE_URL: nameOf(postgres),
      DATABASE_CA_FILE: caFile,
      NATS_URL: nameOf(nats),
      NATS_CA_FILE: caFile,
      REDIS_URL: nameOf(redis),
      REDIS_CA_FILE: caFile,
    }),
  ],
  [
    'by a CA that Node.js trusts',
    ({ postgres, nats, redis }, caFile) => ({
      DATABASE_URL: `${nameOf(postgres)}?sslmode=verify-full`,
      NATS_URL: nameOf(nats).replace('nats:', 'tls:'),
      REDIS_URL: nameOf(redis),
      // In place of a public CA, which signs for no test.
      NODE_EXTRA_CA_CERTS: caFile,
    }),
  ],
])('a system on servers that are given, each with one user for all and TLS %s', (_, settingsOf) => {
  const resources = new TestResources();
  let postern: OwnPostern;
  let postgres: TestServer;

  beforeAll(async () => {
    const authority = await TestAuthority.create(resources);
    const tls = await authority.issue('localhost');
    const [database, nats, redis] = await Promise.all([
      startTestPostgres(resources, tls),
      startTestNats(resources, undefined, tls),
      startTestRedis(resources, tls),
    ]);
    postgres = database;
    const settings = settingsOf({ postgres, nats, redis }, authority.caFile);
    postern = await startPostern(resources, settings);
  });
  afterAll(() => resources.release());

  it('works', async () => {
    const client = await postern.createClient({ scopes: ['reports:read'] });
    const token = await postern.accessToken(client);
    expect((await postern.introspect(client, token)).json()['active']).toBe(true);
    expect((await postern.deleteClient(client)).status).toBe(204);
    expect((await postern.requestToken(client)).status).toBe(401);
  });

  it('talks to Postgres, which would do without, by TLS alone', async () => {
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query(
      `SELECT application_name AS name, bool_and(ssl) AS encrypted
       FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE application_name LIKE 'postern-%' GROUP BY 1 ORDER BY 1`,
    );
    await client.end();
    expect(rows).toEqual([
      { name: 'postern-clients', encrypted: true },
      { name: 'postern-tokens', encrypted: true },
    ]);
  });
});
