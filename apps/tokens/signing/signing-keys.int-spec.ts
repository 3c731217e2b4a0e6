import { createPublicKey, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Failure } from '@postern/contracts';
import { Seal } from '@postern/persistence';
import { TestResources } from '@postern/testing';
import { calculateJwkThumbprint } from 'jose';
import { KeyStage } from '../fixtures/key-stage.js';

const resources = new TestResources();
let stage: KeyStage;

beforeAll(async () => {
  stage = await KeyStage.open(resources);
});

beforeEach(() => stage.clear());

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(() => resources.release());

/** Lets what the replicas have read grow old, without a look in between. */
function passTime(milliseconds: number): void {
  const now = performance.now() + milliseconds;
  jest.spyOn(performance, 'now').mockReturnValue(now);
}

describe('the signing keys', () => {
  it('are one, made by whichever of many replicas is first at the first start', async () => {
    // Connections that are open already, so that none is late.
    await Promise.all(Array.from({ length: 8 }, () => stage.query('SELECT pg_sleep(0.05)')));
    const replicas = await Promise.all(Array.from({ length: 8 }, () => stage.start()));
    const [first, ...others] = await stage.rows();
    expect([first!.status, others]).toEqual(['active', []]);
    for (const keys of replicas) {
      expect(keys.forToken(3600).kid).toBe(first!.kid);
      expect(keys.keySet()).toEqual({ keys: [first!.publicJwk], max_age_seconds: 300 });
    }
    expect(stage.lines.filter(({ msg }) => msg === 'signing key is active')).toHaveLength(1);
  });

  it('are the same after a later start', async () => {
    const [first, later] = [(await stage.start()).forToken(60), (await stage.start()).forToken(60)];
    expect(later.kid).toBe(first.kid);
    expect(createPublicKey(later.privateKey).equals(createPublicKey(first.privateKey))).toBe(true);
  });

  it('27: are named by the thumbprint of their public half, which is all that is published', async () => {
    const keys = await stage.start();
    const [published] = keys.keySet().keys;
    expect(keys.forToken(60).kid).toBe(await calculateJwkThumbprint(published!));
    expect(Object.keys(published!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('44: lie sealed: no form of the private key is in Postgres or in a log line', async () => {
    const { privateKey } = (await stage.start()).forToken(60);
    const d = Buffer.from(privateKey.export({ format: 'jwk' }).d!, 'base64url');
    const rows = await stage.query<{ row: string }>('SELECT t::text AS row FROM signing_keys AS t');
    const text = JSON.stringify([rows, stage.lines]);
    for (const form of ['hex', 'base64', 'base64url'] as const) expect(text).not.toContain(d.toString(form));
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    expect(text).not.toContain(pem.split('\n')[1]);
    // The public half ends the private one's DER; what is before it must not be there.
    expect(text).not.toContain(der.subarray(0, 40).toString('hex'));
  });

  it('do not open under another key-encryption key, and the error says so, and makes no new key', async () => {
    await stage.start();
    const refusal = stage.start({ seal: new Seal(randomBytes(32), 'signing-keys') });
    await expect(refusal).rejects.toThrow(
      /signing-key:.* another key-encryption key than the configured one/,
    );
    expect(await stage.rows()).toHaveLength(1);
  });

  it('45: do not open when they are moved to another row', async () => {
    await stage.start();
    await stage.rotate();
    await stage.query(`UPDATE signing_keys SET sealed_private_key =
      (SELECT sealed_private_key FROM signing_keys WHERE status = 'pending') WHERE status = 'active'`);
    await expect(stage.start()).rejects.toThrow();
  });

  it('are looked up by a replica that has not looked for long, for all who ask at a time', async () => {
    const keys = await stage.start();
    await stage.rotate();
    const { kid, publicJwk } = await stage.row('pending');
    expect(await keys.publicKey(kid)).toBeUndefined();
    passTime(8_001);
    const found = await Promise.all(Array.from({ length: 20 }, () => keys.publicKey(kid)));
    for (const key of found)
      expect(key?.publicKey.equals(createPublicKey({ key: publicJwk, format: 'jwk' }))).toBe(true);
    expect(keys.keySet().keys).toHaveLength(2);
  });

  it('are not looked up for unknown ones while what was read is trusted', async () => {
    const keys = await stage.start();
    const find = stage.spyOnReads();
    for (let count = 0; count < 50; count++) expect(await keys.publicKey(`unknown ${count}`)).toBeUndefined();
    passTime(8_001);
    expect(await keys.publicKey(undefined)).toBeUndefined();
    expect(await keys.publicKey(keys.forToken(60).kid)).toBeDefined();
    expect(find).not.toHaveBeenCalled();
    for (let count = 0; count < 50; count++) expect(await keys.publicKey(`unknown ${count}`)).toBeUndefined();
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('23: are unavailable rather than unknown where they cannot be looked up, and the known ones stay', async () => {
    const keys = await stage.start();
    await stage.rotate();
    const { kid } = await stage.row('pending');
    passTime(8_001);
    const find = stage.spyOnReads().mockRejectedValue(new Error('Connection terminated'));
    for (let count = 0; count < 3; count++) {
      const refusal = keys.publicKey(kid);
      await expect(refusal).rejects.toBeInstanceOf(Failure);
      await expect(refusal).rejects.toMatchObject({ code: 'unavailable' });
    }
    expect(await keys.publicKey(keys.forToken(60).kid)).toBeDefined();
    find.mockRestore();
    expect(await keys.publicKey(kid)).toBeDefined();
  });

  it('28: are published for less and less time by a replica that cannot look, and then not at all', async () => {
    const keys = await stage.start();
    const ageAfter = (milliseconds: number) => {
      passTime(milliseconds);
      return keys.keySet().max_age_seconds;
    };
    expect(ageAfter(6_000)).toBe(300);
    expect(ageAfter(101_000)).toBeLessThanOrEqual(200);
    expect(ageAfter(100_000)).toBeLessThanOrEqual(100);
    passTime(300_000);
    expect(() => keys.keySet()).toThrow(Failure);
    expect(keys.forToken(3_600)).toBeDefined();
    await keys.look();
    expect(keys.keySet().max_age_seconds).toBe(300);
  });

  it('28: do not sign what could outlive them, at a replica that cannot look', async () => {
    const keys = await stage.start({ maxTokenLifetimeSeconds: 3_600 });
    passTime(3_600_000 - 1_000);
    expect(keys.forToken(60)).toBeDefined();
    expect(() => keys.forToken(3_600)).toThrow(Failure);
  });
});
