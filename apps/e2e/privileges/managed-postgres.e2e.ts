import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testPrograms, TestResources } from '@postern/testing';
import { asUser, programEnvironment, startPostgres, userOf } from '@postern/tools/servers';
import { Client } from 'pg';
import type { OwnPostern } from '../system/own-postern.js';
import { sharedPostern, startPostern } from '../system/start-postern.js';
import { query } from '../system/stores.js';
import { allowedInPostgres } from './use-of-postgres.js';

const ROOT = join(import.meta.dirname, '../../..');
/** What a provider gives: a role that is no superuser, and may make databases and roles. */
const PLATFORM = 'CREATE ROLE platform LOGIN CREATEDB CREATEROLE PASSWORD';
/** What a cluster of ours has and one of a provider has not. */
const OURS = [
  'DROP DATABASE postern',
  'DROP ROLE postern_migrations, postern_clients, postern_tokens',
  'GRANT CONNECT ON DATABASE postgres TO PUBLIC',
];
const resources = new TestResources();
let postern: OwnPostern;
let refusal: string;

async function say(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const inDatabase = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;

/** Makes the roles as docs/operations.md says, with the passwords that the services have here. */
async function makeRoles(as: string, administrator: string): Promise<void> {
  const { postgres } = await testPrograms();
  const passwordOf = (name: string) => new URL(asUser(administrator, userOf(name))).password;
  const env = {
    ...programEnvironment(postgres),
    POSTERN_MIGRATIONS_PASSWORD: passwordOf('migrations'),
    POSTERN_CLIENTS_PASSWORD: passwordOf('clients'),
    POSTERN_TOKENS_PASSWORD: passwordOf('tokens'),
  };
  const args = [as, '--set', 'ON_ERROR_STOP=1', '--file', join(ROOT, 'docker/postgres/roles.sql')];
  await promisify(execFile)(join(postgres.folder, 'psql'), args, { env });
}

/** A home whose Postgres knows no role of ours but those that `platform` makes, which is no superuser. */
beforeAll(async () => {
  const home = join(await resources.folder(), 'home');
  const folder = join(home, 'postgres');
  const programs = await testPrograms();
  const { postgres } = programs;
  const { url, stop } = await startPostgres({ programs, folder, durable: false });
  const { password } = new URL(url);
  await say(inDatabase(url, 'postgres'), ...OURS, `${PLATFORM} '${password}'`);
  const platform = Object.assign(new URL(url), { username: 'platform' }).href;
  await say(inDatabase(platform, 'postgres'), 'CREATE DATABASE postern');

  await makeRoles(platform, url);
  // A first look, with one role for all: what it makes belongs to that one.
  const env = { ...programEnvironment(postgres), DATABASE_URL: platform };
  for (const service of ['clients', 'tokens'])
    await promisify(execFile)(process.execPath, [join(ROOT, `apps/${service}/dist/migrate.js`)], { env });
  await makeRoles(platform, url);
  await makeRoles(platform, url);

  await say(url, `CREATE ROLE stranger LOGIN CREATEROLE PASSWORD '${password}'`);
  await say(url, 'GRANT CONNECT ON DATABASE postern TO stranger');
  const stranger = Object.assign(new URL(url), { username: 'stranger' }).href;
  refusal = await makeRoles(stranger, url).then(() => 'none', String);
  await stop();
  postern = await startPostern(resources, {}, { home });
});
afterAll(() => resources.release());

describe('roles that were made without a superuser', () => {
  it('53: give the services the rights that they have elsewhere', async () => {
    const elsewhere = await sharedPostern(resources);
    expect(await allowedInPostgres(postern)).toEqual(await allowedInPostgres(elsewhere));
    const client = await postern.createClient();
    expect((await postern.requestToken(client)).status).toBe(200);
    expect((await postern.deleteClient(client)).status).toBe(204);
  });

  it('53: own what was there before, and no database', async () => {
    const owners = await query(
      postern,
      `SELECT DISTINCT tableowner AS owner, schemaname AS schema FROM pg_tables WHERE schemaname IN ('clients', 'tokens')
       UNION SELECT nspowner::regrole::text, nspname FROM pg_namespace WHERE nspname IN ('clients', 'tokens')
       UNION SELECT datdba::regrole::text, 'the database' FROM pg_database WHERE datname = 'postern' ORDER BY 2`,
    );
    expect(owners).toEqual([
      { owner: 'postern_migrations', schema: 'clients' },
      { owner: 'platform', schema: 'the database' },
      { owner: 'postern_migrations', schema: 'tokens' },
    ]);
  });

  it('53: leave nobody a member of them; who made them may do no more than that', async () => {
    // Postgres 16 and newer let who has made a role change its password, as this kind of member.
    const harmless = '{"admin_option": true, "inherit_option": false, "set_option": false}';
    const memberships = await query(
      postern,
      `SELECT member::regrole::text AS member, roleid::regrole::text AS role FROM pg_auth_members AS m
       WHERE member::regrole::text LIKE 'postern\\_%'
         OR roleid::regrole::text LIKE 'postern\\_%' AND NOT to_jsonb(m) @> $1`,
      [harmless],
    );
    expect(memberships).toEqual([]);
  });

  it('53: are not made by who does not own the database, who is told so', () => {
    expect(refusal).toContain('Run this as a superuser, or as the owner of the database postern.');
  });
});
