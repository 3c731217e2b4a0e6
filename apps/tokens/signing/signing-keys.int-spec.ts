import { createPublicKey, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Failure } from '@postern/contracts';
import { Database, dataSourceOptions, runMigrations, Seal } from '@postern/persistence';
import { createTestDatabase, TestResources } from '@postern/testing';
import { calculateJwkThumbprint } from 'jose';
import { DataSource } from 'typeorm';
import { loggerInto, type LogLine } from '../fixtures/log-lines.js';
import { tokensSchema } from '../schema.js';
import { generateSigningKey } from './generate-signing-key.js';
import { SigningKeyEntity } from './signing-key.entity.js';
import { SigningKeys } from './signing-keys.js';

const PURPOSE = 'signing-keys';
const resources = new TestResources();
const lines: LogLine[] = [];
const seal = new Seal(randomBytes(32), PURPOSE);
let dataSource: DataSource;

beforeAll(async () => {
  const schema = tokensSchema(await createTestDatabase(resources));
  await runMigrations(schema);
  dataSource = await new DataSource(dataSourceOptions(schema)).initialize();
  resources.add(dataSource, () => dataSource.destroy());
});

beforeEach(async () => {
  lines.length = 0;
  await dataSource.query('TRUNCATE signing_keys');
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(() => resources.release());

async function start(own: Seal = seal): Promise<SigningKeys> {
  const keys = new SigningKeys(new Database(dataSource), own, loggerInto(lines));
  await keys.onModuleInit();
  return keys;
}

/** A key as another replica would make it, not active here. */
async function addKey(status: SigningKeyEntity['status'] = 'pending'): Promise<SigningKeyEntity> {
  const key = Object.assign(await generateSigningKey(seal), { status });
  await dataSource.manager.insert(SigningKeyEntity, key);
  return key;
}

function passTime(milliseconds: number): void {
  const now = Date.now() + milliseconds;
  jest.spyOn(Date, 'now').mockReturnValue(now);
}

describe('the signing keys', () => {
  it('are one, made by whichever of many replicas is first at the first start', async () => {
    // Connections that are open already, so that none is late.
    await Promise.all(Array.from({ length: 8 }, () => dataSource.query('SELECT pg_sleep(0.05)')));
    const replicas = await Promise.all(Array.from({ length: 8 }, () => start()));
    const rows = await dataSource.manager.find(SigningKeyEntity);
    expect(rows).toMatchObject([{ status: 'active' }]);
    for (const { active, keySet } of replicas) {
      expect(active.kid).toBe(rows[0]!.kid);
      expect(keySet).toEqual([rows[0]!.publicJwk]);
    }
    expect(lines.filter(({ msg }) => msg === 'first signing key made')).toHaveLength(1);
  });

  it('are the same after a later start', async () => {
    const first = await start();
    const later = await start();
    expect(later.active.kid).toBe(first.active.kid);
    expect(createPublicKey(later.active.privateKey).equals(createPublicKey(first.active.privateKey))).toBe(
      true,
    );
  });

  it('27: are named by the thumbprint of their public half, which is all that is published', async () => {
    const { active, keySet } = await start();
    expect(active.kid).toBe(await calculateJwkThumbprint(keySet[0]!));
    expect(Object.keys(keySet[0]!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('28: are all published, whatever their status, and the active one signs', async () => {
    const first = await start();
    const others = [await addKey('pending'), await addKey('retiring'), await addKey('retired')];
    const { active, keySet } = await start();
    expect(active.kid).toBe(first.active.kid);
    const kids = [active.kid, ...others.map(({ kid }) => kid)];
    expect(keySet.map(({ kid }) => kid).sort()).toEqual(kids.sort());
  });

  it('44: lie sealed: no form of the private key is in Postgres or in a log line', async () => {
    const { privateKey } = (await start()).active;
    const d = Buffer.from(privateKey.export({ format: 'jwk' }).d!, 'base64url');
    const rows = await dataSource.query<{ row: string }[]>('SELECT t::text AS row FROM signing_keys AS t');
    const text = JSON.stringify([rows, lines]);
    for (const form of ['hex', 'base64', 'base64url'] as const) expect(text).not.toContain(d.toString(form));
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    expect(text).not.toContain(pem.split('\n')[1]);
    // The public half ends the private one's DER; what is before it must not be there.
    expect(text).not.toContain(der.subarray(0, 40).toString('hex'));
  });

  it('do not open under another key-encryption key, and the error says so, and makes no new key', async () => {
    await start();
    const refusal = start(new Seal(randomBytes(32), PURPOSE));
    await expect(refusal).rejects.toThrow(
      /signing-key:.* another key-encryption key than the configured one/,
    );
    expect(await dataSource.manager.count(SigningKeyEntity)).toBe(1);
  });

  it('45: do not open when they are moved to another row', async () => {
    const { active } = await start();
    const other = await addKey();
    await dataSource.query('UPDATE signing_keys SET sealed_private_key = $1 WHERE kid = $2', [
      other.sealedPrivateKey,
      active.kid,
    ]);
    await expect(start()).rejects.toThrow();
  });

  it('are looked up when a token names one that another replica has made', async () => {
    const keys = await start();
    const added = await addKey();
    passTime(5_001);
    const found = await keys.publicKey(added.kid);
    expect(found?.equals(createPublicKey({ key: added.publicJwk, format: 'jwk' }))).toBe(true);
    expect(keys.keySet).toHaveLength(2);
  });

  it('28: are looked up for all who ask for the new one at a time', async () => {
    const keys = await start();
    const added = await addKey();
    passTime(5_001);
    const found = await Promise.all(Array.from({ length: 20 }, () => keys.publicKey(added.kid)));
    for (const key of found) expect(key).toBeDefined();
  });

  it('are looked up no more often than every five seconds, however many unknown ones are named', async () => {
    const keys = await start();
    const find = jest.spyOn(dataSource.manager, 'find');
    passTime(5_001);
    for (let count = 0; count < 50; count++) expect(await keys.publicKey(`unknown ${count}`)).toBeUndefined();
    expect(find).toHaveBeenCalledTimes(1);
    expect(await keys.publicKey(undefined)).toBeUndefined();
    expect(await keys.publicKey(keys.active.kid)).toBeDefined();
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('23: are unavailable rather than unknown where they cannot be looked up, and the known ones stay', async () => {
    const keys = await start();
    const added = await addKey();
    passTime(5_001);
    const find = jest.spyOn(dataSource.manager, 'find').mockRejectedValue(new Error('Connection terminated'));
    for (let count = 0; count < 3; count++) {
      const refusal = keys.publicKey(added.kid);
      await expect(refusal).rejects.toBeInstanceOf(Failure);
      await expect(refusal).rejects.toMatchObject({ code: 'unavailable' });
    }
    expect(await keys.publicKey(keys.active.kid)).toBeDefined();
    find.mockRestore();
    passTime(5_001);
    expect(await keys.publicKey(added.kid)).toBeDefined();
  });
});
