import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as config from '@postern/config';
import { formatClientSecret } from '@postern/contracts';
import * as messaging from '@postern/messaging';
import * as observability from '@postern/observability';
import { createTestDatabase, TestResources } from '@postern/testing';
import { verify } from 'argon2';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { FirstCredentials } from './first-start/first-start.js';
import { migratedSchema } from './fixtures/clients-stage.js';

const resources = new TestResources();
let environment: Record<string, string>;
let dataSource: DataSource;
let path: string;

// The program itself, with an environment that is not the one of the process, and whose signals and errors are not its own.
jest.unstable_mockModule('@postern/messaging', () => ({ ...messaging, endOnSignal: () => undefined }));
jest.unstable_mockModule('@postern/observability', () => ({ ...observability, endOnError: () => undefined }));
jest.unstable_mockModule('@postern/config', () => ({
  ...config,
  loadConfigOrExit: <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) =>
    config.loadConfig(schema, environment),
  exitOnConfigError: (error: unknown) => {
    throw error;
  },
}));

async function run(more: Record<string, string> = {}): Promise<void> {
  environment = { ...environment, ...more };
  jest.resetModules();
  await import('./first-start.js');
}

beforeAll(async () => {
  const databaseUrl = await createTestDatabase(resources);
  dataSource = await migratedSchema(databaseUrl, resources);
  environment = { DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' };
});

beforeEach(async () => {
  await dataSource.query(
    'TRUNCATE administrators, application_clients, client_secrets, audit_events, outbox',
  );
  path = join(await resources.folder(), 'admin.json');
  environment = {
    DATABASE_URL: environment['DATABASE_URL']!,
    LOG_LEVEL: 'error',
    ADMIN_FILE: path,
    ISSUER: 'http://127.0.0.1:3000/',
  };
});

afterAll(() => resources.release());

const credentials = async () =>
  JSON.parse(await readFile(path, 'utf8')) as FirstCredentials & { issuer: string };
const stored = () =>
  dataSource.query<{ client_id: string; hash: string; email: string; password_hash: string }[]>(
    `SELECT client_id, hash, email, password_hash
     FROM application_clients JOIN client_secrets USING (client_id), administrators`,
  );

describe('the program of the first start', () => {
  it('writes credentials that work, for its user alone, under exactly the promised names', async () => {
    await run();
    const written = await credentials();
    const names = ['issuer', 'client_id', 'client_secret', 'email', 'password'];
    expect(Object.keys(written).sort()).toEqual(names.sort());
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(written.issuer).toBe('http://127.0.0.1:3000');
    const rows = await stored();
    expect(rows).toMatchObject([{ client_id: written.client_id, email: written.email }]);
    expect(await verify(rows[0]!.hash, written.client_secret)).toBe(true);
    expect(await verify(rows[0]!.password_hash, written.password)).toBe(true);
  });

  it('takes the credentials of the environment', async () => {
    const given = {
      client_id: 'pcl_abcdefghijABCDEFGHIJ01',
      client_secret: formatClientSecret(Uint8Array.from({ length: 32 }, (_, index) => index)),
      email: 'someone@example.org',
      password: 'seven quiet lanterns drift',
    };
    await run({
      ADMIN_CLIENT_ID: given.client_id,
      ADMIN_CLIENT_SECRET: given.client_secret,
      ADMIN_EMAIL: given.email,
      ADMIN_PASSWORD: given.password,
    });
    expect(await credentials()).toEqual({ issuer: 'http://127.0.0.1:3000', ...given });
    const [row] = await stored();
    expect(row).toMatchObject({ client_id: given.client_id, email: given.email });
    expect(await verify(row!.hash, given.client_secret)).toBe(true);
    expect(await verify(row!.password_hash, given.password)).toBe(true);
  });

  it('changes at a later start the issuer in the file, and nothing else', async () => {
    await run();
    const [before, rows] = [await credentials(), await stored()];
    await run({
      ISSUER: 'https://auth.example',
      ADMIN_EMAIL: 'other@example.org',
      ADMIN_PASSWORD: 'a'.repeat(12),
    });
    expect(await credentials()).toEqual({ ...before, issuer: 'https://auth.example' });
    expect(await stored()).toEqual(rows);
  });

  it.each([
    ['ADMIN_CLIENT_ID', 'pcl_short'],
    ['ADMIN_CLIENT_SECRET', `pcs_${'a'.repeat(49)}`],
    ['ADMIN_EMAIL', 'nobody'],
    ['ADMIN_EMAIL', 'ada@\u0130stanbul.example'],
    ['ADMIN_PASSWORD', 'too short'],
    ['ADMIN_PASSWORD', 'passwordpassword'],
    ['ADMIN_PASSWORD', 'x'.repeat(201)],
  ])(
    'refuses a %s of the wrong form by its name, without its value, and makes nothing',
    async (name, value) => {
      const refusal = await run({ [name]: value }).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ name: 'ConfigError', problems: [expect.stringContaining(name)] });
      expect(String(refusal)).not.toContain(value);
      expect(await stored()).toEqual([]);
    },
  );
});
