import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { asUser } from '@postern/tools/servers';
import { Client } from 'pg';
import type { Postern } from '../system/postern.js';
import { sharedPostern } from '../system/start-postern.js';
import { query } from '../system/stores.js';

const INSUFFICIENT_PRIVILEGE = '42501';
const SERVICES = ['postern_clients', 'postern_tokens'] as const;
const ROLES = [...SERVICES, 'postern_migrations'] as const;
type Role = (typeof ROLES)[number];

/** What each does in its service, and nothing else may be done by anybody. */
const MAY: Record<string, Partial<Record<(typeof SERVICES)[number], string>>> = {
  'clients.administrators': { postern_clients: 'SELECT INSERT UPDATE DELETE' },
  'clients.apis': { postern_clients: 'SELECT INSERT UPDATE DELETE' },
  'clients.application_clients': { postern_clients: 'SELECT INSERT UPDATE DELETE' },
  'clients.audit_events': { postern_clients: 'SELECT INSERT' },
  'clients.client_secrets': { postern_clients: 'SELECT INSERT UPDATE DELETE' },
  'clients.failed_sign_ins': { postern_clients: 'SELECT INSERT UPDATE DELETE' },
  'clients.idempotency_keys': { postern_clients: 'SELECT INSERT DELETE' },
  'clients.migrations': { postern_clients: 'SELECT' },
  'clients.outbox': { postern_clients: 'SELECT INSERT UPDATE DELETE' },
  'tokens.migrations': { postern_tokens: 'SELECT' },
  'tokens.revoked_tokens': { postern_tokens: 'SELECT INSERT DELETE' },
  'tokens.signing_keys': { postern_tokens: 'SELECT INSERT UPDATE' },
  'tokens.unreported_changes': { postern_tokens: 'SELECT INSERT DELETE' },
  'tokens.used_assertions': { postern_tokens: 'SELECT INSERT DELETE' },
};

const resources = new TestResources();
let postern: Postern;
const clients = new Map<Role, Client>();

beforeAll(async () => {
  postern = await sharedPostern(resources);
  for (const role of ROLES) {
    const client = new Client({ connectionString: urlOf(role) });
    await client.connect();
    clients.set(
      role,
      resources.add(client, () => client.end()),
    );
  }
});
afterAll(() => resources.release());

function urlOf(user: string, database = 'postern'): string {
  const url = new URL(asUser(postern.address.databaseUrl, user));
  url.pathname = `/${database}`;
  return url.href;
}

/** The code that a statement fails with, as this role; it leaves nothing behind. */
async function outcome(role: Role, statement: string): Promise<string | undefined> {
  const client = clients.get(role)!;
  await client.query('BEGIN');
  try {
    await client.query(statement);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await client.query('ROLLBACK');
  }
}

async function columnOf(table: string): Promise<string> {
  const [row] = await query<{ name: string }>(
    postern,
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' LIMIT 1`,
    [table],
  );
  return row!.name;
}

describe('the roles of the running services', () => {
  it('53: are one a service, and none of them is more than that', async () => {
    const running = await query<{ role: string; application: string }>(
      postern,
      `SELECT DISTINCT usename AS role, application_name AS application FROM pg_stat_activity
       WHERE application_name LIKE 'postern-%' ORDER BY 1`,
    );
    expect(running).toEqual([
      { role: 'postern_clients', application: 'postern-clients' },
      { role: 'postern_tokens', application: 'postern-tokens' },
    ]);
    const roles = await query(
      postern,
      `SELECT rolname AS role, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS mighty,
         (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid OR roleid = r.oid) AS memberships
       FROM pg_roles AS r WHERE rolname LIKE 'postern\\_%' ORDER BY 1`,
    );
    expect(roles).toEqual(
      ['postern_clients', 'postern_migrations', 'postern_tokens'].map((role) => ({
        role,
        mighty: false,
        memberships: 0,
      })),
    );
  });

  it('53: are known here for every table that there is', async () => {
    const tables = await query<{ name: string }>(
      postern,
      `SELECT format('%s.%s', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual(Object.keys(MAY).sort());
  });

  it.each(Object.keys(MAY).flatMap((table) => SERVICES.map((role) => [role, table] as const)))(
    '53: as %s may do with %s what is needed and nothing else',
    async (role, table) => {
      const column = await columnOf(table);
      // What is explained is not done, but it is refused where it may not be done.
      const attempts = {
        SELECT: `EXPLAIN SELECT ${column} FROM ${table}`,
        INSERT: `EXPLAIN INSERT INTO ${table} (${column}) VALUES (NULL)`,
        UPDATE: `EXPLAIN UPDATE ${table} SET ${column} = ${column}`,
        DELETE: `EXPLAIN DELETE FROM ${table}`,
        TRUNCATE: `TRUNCATE ${table}`,
        ALTER: `ALTER TABLE ${table} ADD mine text`,
        DROP: `DROP TABLE ${table} CASCADE`,
        INDEX: `CREATE INDEX ON ${table} (${column})`,
        TRIGGER: `CREATE TRIGGER mine BEFORE INSERT ON ${table} EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
        RULE: `CREATE RULE mine AS ON DELETE TO ${table} DO INSTEAD NOTHING`,
        OWNER: `ALTER TABLE ${table} OWNER TO ${role}`,
      };
      const allowed = [];
      for (const [verb, statement] of Object.entries(attempts))
        if ((await outcome(role, statement)) !== INSUFFICIENT_PRIVILEGE) allowed.push(verb);
      expect(allowed.join(' ')).toBe(MAY[table]![role] ?? '');
    },
  );

  it.each([
    'CREATE TABLE clients.mine ()',
    'CREATE TABLE tokens.mine ()',
    'CREATE TABLE public.mine ()',
    'CREATE TEMPORARY TABLE mine ()',
    'CREATE FUNCTION clients.mine() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
    'CREATE SCHEMA mine',
    'DROP SCHEMA clients CASCADE',
    'GRANT postern_migrations TO CURRENT_USER',
    'SET ROLE postern_migrations',
    'ALTER ROLE postern_migrations PASSWORD NULL',
  ])('53: as a service may not say: %s', async (statement) => {
    for (const role of SERVICES)
      expect([role, await outcome(role, statement)]).toEqual([role, INSUFFICIENT_PRIVILEGE]);
  });

  it.each([
    'CREATE ROLE mine',
    'ALTER DATABASE postern OWNER TO CURRENT_USER',
    'ALTER DATABASE postern CONNECTION LIMIT 0',
    'CREATE EXTENSION file_fdw',
    'SET session_replication_role TO replica',
    "SET log_statement TO 'all'",
    'ALTER ROLE postern PASSWORD NULL',
    'ALTER ROLE CURRENT_USER SUPERUSER',
    'SET ROLE postern',
    'SET SESSION AUTHORIZATION postern',
    'SELECT * FROM pg_authid',
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "SELECT pg_read_file('PG_VERSION')",
    'SELECT pg_reload_conf()',
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $$postern$$',
  ])('53: may not say: %s, not even who migrates', async (statement) => {
    for (const role of ROLES)
      expect([role, await outcome(role, statement)]).toEqual([role, INSUFFICIENT_PRIVILEGE]);
  });

  it.each(['postgres', 'template1'])('53: may not enter the database %s', async (database) => {
    for (const role of ROLES) {
      const attempt = new Client({ connectionString: urlOf(role, database) }).connect();
      await expect(attempt).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    }
  });

  it('53: is none for the gateway, nor for who has no password or another’s', async () => {
    const other = new URL(urlOf('postern_clients'));
    other.username = 'postern_tokens';
    const nobody = new URL(urlOf('postern_tokens'));
    nobody.password = '';
    for (const url of [urlOf('postern_gateway'), other.href])
      await expect(new Client({ connectionString: url }).connect()).rejects.toMatchObject({ code: '28P01' });
    const without = new Client({ connectionString: nobody.href });
    await expect(without.connect()).rejects.toThrow();
    // It gives up by itself, and keeps its connection.
    await without.end();
  });
});
