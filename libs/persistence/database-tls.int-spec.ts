import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseServer } from '@postern/config';
import { startTestPostgres, TestAuthority, TestResources, type TestServer } from '@postern/testing';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source-options.js';
import { gardenSchema } from './fixtures/garden.js';
import { runMigrations } from './run-migrations.js';

const resources = new TestResources();
let authority: TestAuthority;
let other: TestAuthority;
let server: TestServer;

beforeAll(async () => {
  [authority, other] = await Promise.all([TestAuthority.create(resources), TestAuthority.create(resources)]);
  server = await startTestPostgres(resources, await authority.issue('localhost'));
});
afterAll(() => resources.release());

/** By the name that is in the certificate, unless by its address. */
const urlOf = ({ url }: TestServer, parameters = '', host = 'localhost') =>
  `${url.replace('127.0.0.1', host)}${parameters}`;

/** Whether a connection by these settings is encrypted, as Postgres sees it. */
async function isEncrypted(DATABASE_URL: string, DATABASE_CA_FILE?: string): Promise<boolean> {
  const schema = gardenSchema(databaseServer({ DATABASE_URL, DATABASE_CA_FILE }));
  const source = await new DataSource(dataSourceOptions(schema)).initialize();
  try {
    const sql = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    return (await source.query<{ ssl: boolean }[]>(sql))[0]!.ssl;
  } finally {
    await source.destroy();
  }
}

describe('TLS with Postgres', () => {
  it.each(['', '?sslmode=verify-full', '?sslmode=disable', '?ssl=false&sslmode=no-verify'])(
    'is used where there is a CA, by a URL that ends with "%s"',
    async (parameters) => {
      expect(await isEncrypted(urlOf(server, parameters), authority.caFile)).toBe(true);
    },
  );

  it('is used where the URL says so in the words of libpq', async () => {
    const root = encodeURIComponent(authority.caFile);
    const url = urlOf(server, `?sslmode=verify-full&sslrootcert=${root}`);
    expect(await isEncrypted(url)).toBe(true);
  });

  it('is used by migrations', async () => {
    const url = databaseServer({ DATABASE_URL: urlOf(server), DATABASE_CA_FILE: authority.caFile });
    expect(await runMigrations(gardenSchema(url))).toHaveLength(1);
  });

  it('is not used unless it is asked for', async () => {
    expect(await isEncrypted(urlOf(server))).toBe(false);
  });

  it('refuses a server whose certificate another CA has signed, or none that is known here', async () => {
    await expect(isEncrypted(urlOf(server), other.caFile)).rejects.toThrow(/certificate|signature/i);
    await expect(isEncrypted(urlOf(server, '?sslmode=verify-full'))).rejects.toThrow(
      /certificate|signature/i,
    );
  });

  it('refuses a server whose certificate is for another host', async () => {
    await expect(isEncrypted(urlOf(server, '', '127.0.0.1'), authority.caFile)).rejects.toThrow(/altname/i);
  });

  it('is not done without where the server does not know it', async () => {
    const plain = await startTestPostgres(resources);
    const attempt = isEncrypted(urlOf(plain), authority.caFile);
    await expect(attempt).rejects.toThrow('The server does not support SSL connections');
  });

  it('takes a CA from a file with anything in its name', async () => {
    const { copyFile } = await import('node:fs/promises');
    const odd = join(await resources.folder(), 'a CA & 100%25 + ü#?.pem');
    await copyFile(authority.caFile, odd);
    expect(await isEncrypted(urlOf(server), odd)).toBe(true);
  });
});
