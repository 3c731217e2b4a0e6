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

const resources = new TestResources();
let postern: OwnPostern;
let postgres: TestServer;

/** By the name that stands in its certificate. */
const nameOf = ({ url }: TestServer) => url.replace('127.0.0.1', 'localhost');

beforeAll(async () => {
  const authority = await TestAuthority.create(resources);
  const tls = await authority.issue('localhost');
  const [database, nats, redis] = await Promise.all([
    startTestPostgres(resources, tls),
    startTestNats(resources, undefined, tls),
    startTestRedis(resources, tls),
  ]);
  postgres = database;
  postern = await startPostern(resources, {
    DATABASE_URL: nameOf(database),
    DATABASE_CA_FILE: authority.caFile,
    NATS_URL: nameOf(nats),
    NATS_CA_FILE: authority.caFile,
    REDIS_URL: nameOf(redis),
    REDIS_CA_FILE: authority.caFile,
  });
});
afterAll(() => resources.release());

describe('a system on servers that are given, each with one user for all and TLS', () => {
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
