import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Argon2Metrics } from '@postern/observability';
import { JwksUriRule } from '@postern/config';
import { ADMINISTRATOR_ID, MANAGEMENT_SCOPES } from '@postern/contracts';
import { Database, Outbox } from '@postern/persistence';
import { createTestDatabase, TestResources } from '@postern/testing';
import { verify } from 'argon2';
import type { DataSource } from 'typeorm';
import { AdministratorRegistration } from '../administrators/administrator-registration.js';
import { GuessablePasswords } from '../administrators/guessable-passwords.js';
import { PasswordHasher } from '../administrators/password-hasher.js';
import { ClientKeyRules } from '../application-clients/client-key-rules.js';
import { ClientRegistration } from '../application-clients/client-registration.js';
import { AuditLog } from '../audit/audit-log.js';
import { SecretHasher } from '../secrets/secret-hasher.js';
import { migratedSchema } from '../fixtures/clients-stage.js';
import { AdminFile } from './admin-file.js';
import { FirstPassword } from './first-password.js';
import { FirstStart, type FirstCredentials } from './first-start.js';

const TABLES = ['administrators', 'application_clients', 'client_secrets', 'audit_events', 'outbox'];

const resources = new TestResources();
let databaseUrl: string;
let dataSource: DataSource;
let firstStart: FirstStart;
let path: string;
let file: AdminFile;

beforeAll(async () => {
  databaseUrl = await createTestDatabase(resources);
  dataSource = await migratedSchema(databaseUrl, resources);
  firstStart = over(dataSource);
});

beforeEach(async () => {
  await dataSource.query(`TRUNCATE ${TABLES.join()}`);
  path = join(await resources.folder(), 'admin.json');
  file = new AdminFile(path, 'https://issuer.example');
});

afterAll(() => resources.release());

function over(source: DataSource): FirstStart {
  const [audit, outbox] = [new AuditLog(), new Outbox()];
  return new FirstStart(
    new Database(source),
    new ClientRegistration(audit, outbox, new ClientKeyRules(new JwksUriRule(false))),
    new SecretHasher(Argon2Metrics.unread()),
    new AdministratorRegistration(audit, outbox),
    new FirstPassword(new GuessablePasswords(), new PasswordHasher(Argon2Metrics.unread())),
  );
}

const sql = <Row>(statement: string) => dataSource.query<Row[]>(statement);
const credentialsIn = async (at: string) => JSON.parse(await readFile(at, 'utf8')) as FirstCredentials;

/** Checks that there is one client and one administrator, and that these credentials are theirs. */
async function expectToWork(credentials: FirstCredentials): Promise<void> {
  const clients = await sql<{ client_id: string; hash: string }>(
    'SELECT client_id, hash FROM application_clients JOIN client_secrets USING (client_id)',
  );
  expect(clients).toMatchObject([{ client_id: credentials.client_id }]);
  expect(await verify(clients[0]!.hash, credentials.client_secret)).toBe(true);
  const people = await sql<{ email: string; password_hash: string }>('SELECT * FROM administrators');
  expect(people).toMatchObject([{ email: credentials.email, role: 'administrator' }]);
  expect(await verify(people[0]!.password_hash, credentials.password)).toBe(true);
}

describe('the first start', () => {
  it('makes a client that may manage everything, and an administrator, and hands out what they need', async () => {
    const hand = jest.fn((credentials: FirstCredentials) => file.write(credentials));
    expect(await firstStart.execute({}, hand)).toBe(true);
    await expectToWork(await credentialsIn(path));
    expect(hand).toHaveBeenCalledTimes(1);
    const [client] = await sql<{ scopes: string[]; status: string }>('SELECT * FROM application_clients');
    expect(client).toMatchObject({ scopes: Object.keys(MANAGEMENT_SCOPES), status: 'active' });
  });

  it('is in the audit log, each of the two once, and in the outbox', async () => {
    await firstStart.execute({}, (credentials) => file.write(credentials));
    const { client_id } = await credentialsIn(path);
    const entries = await sql('SELECT actor_type, actor_id, action, after FROM audit_events ORDER BY action');
    const system = { actor_type: 'system', actor_id: 'first-start' };
    const [{ administrator_id, created_at }] = (await sql<{ administrator_id: string; created_at: Date }>(
      'SELECT administrator_id, created_at FROM administrators',
    )) as [{ administrator_id: string; created_at: Date }];
    expect(administrator_id).toMatch(ADMINISTRATOR_ID);
    const administrator = {
      administrator_id,
      email: 'admin@postern.localhost',
      first_name: 'First',
      last_name: 'Administrator',
      role: 'administrator',
      password_change_required: false,
      created_at: created_at.toISOString(),
      updated_at: created_at.toISOString(),
      version: 1,
    };
    expect(entries).toEqual([
      { ...system, action: 'administrator.created', after: administrator },
      { ...system, action: 'application_client.created', after: expect.objectContaining({ client_id }) },
    ]);
    expect(await sql('SELECT subject, key FROM outbox ORDER BY id')).toEqual([
      { subject: 'events.clients.client.created', key: client_id },
      { subject: 'events.clients.client.created', key: administrator_id },
    ]);
  });

  it('takes the credentials that it is given, and makes up the others', async () => {
    const given = { client_id: 'pcl_given00000000000000000', email: 'someone@example.org' };
    await firstStart.execute(given, (credentials) => file.write(credentials));
    const credentials = await credentialsIn(path);
    expect(credentials).toMatchObject(given);
    await expectToWork(credentials);
  });

  it('takes no password that is easy to guess, says which setting it is, and makes nothing', async () => {
    const hand = jest.fn(() => Promise.resolve());
    const given = { email: 'someone@example.org', password: 'someone@example.org1' };
    await expect(firstStart.execute(given, hand)).rejects.toMatchObject({
      name: 'ConfigError',
      problems: [expect.stringMatching(/^ADMIN_PASSWORD: is easy to guess/)],
    });
    expect(hand).not.toHaveBeenCalled();
    for (const table of TABLES) expect(await sql(`SELECT FROM ${table}`)).toEqual([]);
  });

  it('makes up other credentials at another installation, the password from 144 random bits', async () => {
    const passwords: string[] = [];
    for (let count = 0; count < 2; count++) {
      await sql('TRUNCATE administrators, application_clients, client_secrets');
      await firstStart.execute({}, (credentials) =>
        Promise.resolve(void passwords.push(credentials.password)),
      );
    }
    expect(passwords[0]).toMatch(/^[0-9A-Za-z]{25}$/);
    expect(passwords[0]).not.toBe(passwords[1]);
  });

  it('happens once where two replicas start at a time, and the file is of the one that did it', async () => {
    const other = over(await migratedSchema(databaseUrl, resources));
    const hand = jest.fn((credentials: FirstCredentials) => file.write(credentials));
    const starts = [firstStart, other, firstStart, other].map((one) => one.execute({}, hand));
    expect((await Promise.all(starts)).sort()).toEqual([false, false, false, true]);
    expect(hand).toHaveBeenCalledTimes(1);
    await expectToWork(await credentialsIn(path));
  });

  it('does nothing at a later start, whatever is given then', async () => {
    await firstStart.execute({}, (credentials) => file.write(credentials));
    const before = await credentialsIn(path);
    const hand = jest.fn(() => Promise.resolve());
    expect(await firstStart.execute({ password: 'another password' }, hand)).toBe(false);
    expect(hand).not.toHaveBeenCalled();
    await expectToWork(before);
  });

  it('that ends between the file and the commit leaves a next start that works', async () => {
    const dies = async (credentials: FirstCredentials) => {
      await file.write(credentials);
      throw new Error('killed');
    };
    await expect(firstStart.execute({}, dies)).rejects.toThrow('killed');
    const abandoned = await credentialsIn(path);
    for (const table of TABLES) expect(await sql(`SELECT FROM ${table}`)).toEqual([]);
    expect(await firstStart.execute({}, (credentials) => file.write(credentials))).toBe(true);
    const credentials = await credentialsIn(path);
    expect(credentials.client_secret).not.toBe(abandoned.client_secret);
    await expectToWork(credentials);
  });

  it('leaves no installation that nobody can enter where the file cannot be written', async () => {
    const nowhere = new AdminFile(join(path, 'no', 'such', 'folder'), 'https://issuer.example');
    await expect(firstStart.execute({}, (credentials) => nowhere.write(credentials))).rejects.toThrow(
      'ENOENT',
    );
    for (const table of TABLES) expect(await sql(`SELECT FROM ${table}`)).toEqual([]);
  });

  it('keeps neither secret nor password in clear', async () => {
    await firstStart.execute({}, (credentials) => file.write(credentials));
    const { client_id, client_secret, password } = await credentialsIn(path);
    const all = await Promise.all(TABLES.map((table) => sql(`SELECT t::text AS row FROM ${table} AS t`)));
    const text = JSON.stringify(all);
    expect(text).toContain(client_id);
    expect(text).not.toContain(client_secret);
    expect(text).not.toContain(password);
  });
});
