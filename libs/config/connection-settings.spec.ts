import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  databasePoolSize,
  databaseServer,
  databaseSettings,
  natsServer,
  natsSettings,
} from './connection-settings.js';
import { type ConfigError, loadConfig } from './load-config.js';

const schema = z.object({ ...natsSettings, ...databaseSettings });
const urls = {
  NATS_URL: 'tls://nats.example',
  DATABASE_URL: 'postgres://u:p@db.example/postern?application_name=x',
};
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern config '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

function problemsOf(more: Record<string, string>): readonly string[] {
  try {
    loadConfig(schema, { ...urls, ...more });
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}

describe('the size of the pool', () => {
  it('is ten unless set, and what a service can work with', () => {
    expect(['', '2', '100'].map((text) => databasePoolSize.parse(text || undefined))).toEqual([10, 2, 100]);
    for (const text of ['0', '1', '101', '-4', '2.5', 'ten'])
      expect([text, databasePoolSize.safeParse(text).success]).toEqual([text, false]);
  });
});

describe('the files for TLS', () => {
  it('are handed on by their names', () => {
    const NATS_CA_FILE = file('ca.pem', CERTIFICATE);
    const NATS_KEY_FILE = file('key.pem', CERTIFICATE.replaceAll('CERTIFICATE', 'EC PRIVATE KEY'));
    const settings = loadConfig(schema, { ...urls, NATS_CA_FILE, NATS_KEY_FILE });
    expect(natsServer(settings)).toEqual({
      url: urls.NATS_URL,
      caFile: NATS_CA_FILE,
      keyFile: NATS_KEY_FILE,
    });
  });

  it('need not be there', () => {
    expect(natsServer(loadConfig(schema, urls))).toEqual({ url: urls.NATS_URL });
    expect(databaseServer(loadConfig(schema, urls))).toBe(urls.DATABASE_URL);
  });

  it('are looked at at the start, and what is wrong with each is told', () => {
    const odd = { NATS_CA_FILE: join(folder, 'none.pem'), NATS_KEY_FILE: file('cert.pem', CERTIFICATE) };
    expect(
      problemsOf({ ...odd, NATS_CERTIFICATE_FILE: folder, DATABASE_CA_FILE: file('empty.pem', '') }),
    ).toEqual([
      'NATS_CA_FILE: cannot be read (ENOENT)',
      'NATS_CERTIFICATE_FILE: cannot be read (EISDIR)',
      'NATS_KEY_FILE: holds no private key in PEM',
      'DATABASE_CA_FILE: holds no certificate in PEM',
    ]);
  });

  it('make a URL of Postgres demand TLS, whatever it says itself', () => {
    const DATABASE_CA_FILE = file('a b.pem', CERTIFICATE);
    const DATABASE_URL = `${urls.DATABASE_URL}&sslmode=disable&sslrootcert=other`;
    const url = new URL(databaseServer({ DATABASE_URL, DATABASE_CA_FILE }));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      application_name: 'x',
      sslmode: 'verify-full',
      sslrootcert: DATABASE_CA_FILE,
    });
    expect([url.username, url.password, url.pathname]).toEqual(['u', 'p', '/postern']);
  });
});
