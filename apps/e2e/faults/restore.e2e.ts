import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testPrograms, TestResources } from '@postern/testing';
import { asUser, programEnvironment, startPostgres, userOf } from '@postern/tools/servers';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import type { OwnPostern } from '../system/own-postern.js';
import type { ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { query } from '../system/stores.js';

const OPERATIONS = join(import.meta.dirname, '../../../docs/operations.md');
const RETRIED = { json: { name: 'Retried' }, headers: { 'idempotency-key': 'asked-before-the-loss' } };

const resources = new TestResources();
let kept: ApplicationClient;
let deleted: ApplicationClient;
let token: string;
let retried: ApplicationClient;
let events: string[];
let restored: OwnPostern;

/** Carries out the shell lines that stand below a heading of docs/operations.md, as the role that migrates. */
async function asWritten(heading: string, databaseUrl: string, cwd: string): Promise<void> {
  const [, page] = (await readFile(OPERATIONS, 'utf8')).split(`### ${heading}\n`);
  const [, lines] = /```sh\n(.*?)```/s.exec(page!)!;
  const { postgres } = await testPrograms();
  const own = programEnvironment(postgres);
  const env = { ...own, PATH: `${postgres.folder}:${own['PATH']}`, DATABASE_URL: migrations(databaseUrl) };
  await promisify(execFile)('sh', ['-ec', lines!], { cwd, env });
}

const migrations = (url: string) => asUser(url, userOf('migrations'));

async function auditedBy(postern: OwnPostern): Promise<string[]> {
  const { data } = (await postern.manageAt('/v1/audit-events?limit=200')).json<{
    data: { event_id: string }[];
  }>();
  return data.map(({ event_id }) => event_id);
}

beforeAll(async () => {
  const first = await startPostern(resources);
  [kept, deleted] = await Promise.all([first.createClient(), first.createClient()]);
  token = await first.accessToken(kept);
  await first.deleteClient(deleted);
  retried = (await first.manage('POST', '', RETRIED)).json<ApplicationClient>();
  await eventually('the token service has told of its signing key', async () => {
    const untold = await query(first, 'SELECT 1 FROM tokens.unreported_changes');
    return untold.length === 0;
  });
  events = await auditedBy(first);

  const backup = await resources.folder();
  await asWritten('Back up', first.address.databaseUrl, backup);
  const copied = ['keys', 'admin.json'];
  for (const name of copied) await cp(join(first.home, name), join(backup, name), { recursive: true });

  // Nothing else is left of the first: no Redis, no NATS.
  const home = join(await resources.folder(), 'home');
  const postgres = await startPostgres({
    programs: await testPrograms(),
    folder: join(home, 'postgres'),
    durable: false,
  });
  await asWritten('Restore', postgres.url, backup);
  await postgres.stop();
  for (const name of copied) await cp(join(backup, name), join(home, name), { recursive: true });
  restored = await startPostern(resources, {}, { home });
});
afterAll(() => resources.release());

describe('54: a system restored from Postgres and the key-encryption keys alone', () => {
  it('gives a client its token for the secret that it had, and refuses one that was deleted', async () => {
    expect((await restored.requestToken(kept)).status).toBe(200);
    expect((await restored.requestToken(deleted)).status).toBe(401);
  });

  it('publishes the key of tokens from before, and signs with it', async () => {
    const keys = (await restored.ask('/.well-known/jwks.json')).json<JSONWebKeySet>();
    const verified = await jwtVerify(token, createLocalJWKSet(keys));
    expect(verified.payload.sub).toBe(kept.client_id);
    const later = await jwtVerify(await restored.accessToken(kept), createLocalJWKSet(keys));
    expect(later.protectedHeader.kid).toBe(verified.protectedHeader.kid);
  });

  it('knows each audit event, and the answer to a request that is asked again', async () => {
    expect(await auditedBy(restored)).toEqual(events);
    const again = await restored.manage('POST', '', RETRIED);
    expect([again.status, again.json()]).toEqual([201, retried]);
  });
});
