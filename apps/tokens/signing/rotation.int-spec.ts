import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Failure, type TokenChange } from '@postern/contracts';
import { Seal } from '@postern/persistence';
import { TestResources } from '@postern/testing';
import { SIGNING_ALGORITHMS } from '@postern/oauth';
import { KeyStage } from '../fixtures/key-stage.js';
import { describeRotation } from './request-rotation.js';
import { readKeys } from './signing-key-store.js';
import type { SigningKeys } from './signing-keys.js';

const resources = new TestResources();
let stage: KeyStage;

beforeAll(async () => {
  stage = await KeyStage.open(resources);
});

beforeEach(() => stage.clear());

afterAll(() => resources.release());

const startMany = (count = 6) => Promise.all(Array.from({ length: count }, () => stage.start()));
const pollAll = (replicas: SigningKeys[]) => Promise.all(replicas.map((keys) => keys.attempt()));
const statuses = async () => (await stage.rows()).map(({ status }) => status);
const signer = (keys: SigningKeys) => keys.forToken(3_600).kid;
const published = (keys: SigningKeys) => keys.keySet().keys.map(({ kid }) => kid);

describe('a rotation among many replicas', () => {
  it('28: goes from pending to retired, each step once, each no sooner than its time', async () => {
    const replicas = await startMany();
    const [old] = await stage.rows();
    await stage.requestRotation();
    for (let times = 0; times < 3; times++) await pollAll(replicas);
    expect(await statuses()).toEqual(['active', 'pending']);
    const fresh = await stage.row('pending');
    for (const keys of replicas)
      expect([signer(keys), published(keys)]).toEqual([old!.kid, [old!.kid, fresh.kid]]);

    // The age of a key set, and the lag.
    await stage.pass(300 + 15 - 5);
    await pollAll(replicas);
    expect(await statuses()).toEqual(['active', 'pending']);
    await stage.pass(6);
    for (let times = 0; times < 3; times++) await pollAll(replicas);
    expect(await statuses()).toEqual(['retiring', 'active']);
    for (const keys of replicas)
      expect([signer(keys), published(keys)]).toEqual([fresh.kid, [old!.kid, fresh.kid]]);

    // The longest lifetime of a token, and the lag.
    await stage.pass(86_400 + 15 - 5);
    await pollAll(replicas);
    expect(await statuses()).toEqual(['retiring', 'active']);
    await stage.pass(6);
    for (let times = 0; times < 3; times++) await pollAll(replicas);
    expect(await statuses()).toEqual(['retired', 'active']);
    expect(await stage.row('retired')).toMatchObject({ kid: old!.kid, sealedPrivateKey: null });
    for (const keys of replicas) {
      expect([signer(keys), published(keys)]).toEqual([fresh.kid, [fresh.kid]]);
      expect(await keys.publicKey(old!.kid)).toBeUndefined();
    }
    const steps = stage.lines.flatMap(({ msg }) => (String(msg).startsWith('signing key is') ? [msg] : []));
    expect(steps).toEqual(
      ['active', 'pending', 'retiring', 'active', 'retired'].map((status) => `signing key is ${status}`),
    );
  });

  it('begins by schedule after its days, counted from when the key began to sign', async () => {
    const replicas = await startMany(2);
    await stage.pass(90 * 86_400 - 60);
    await pollAll(replicas);
    expect(await statuses()).toEqual(['active']);
    await stage.pass(61);
    await pollAll(replicas);
    expect(await statuses()).toEqual(['active', 'pending']);
  });

  it('never begins by itself where it is told not to', async () => {
    const keys = await stage.start({ rotationDays: 0 });
    await stage.pass(3_650 * 86_400);
    await keys.attempt();
    expect(await statuses()).toEqual(['active']);
  });

  it.each(SIGNING_ALGORITHMS.filter((algorithm) => algorithm !== 'ES256'))(
    'begins with a change of the algorithm to %s, and is published beside the old one',
    async (algorithm) => {
      const old = await stage.start();
      const replicas = [await stage.start({ algorithm }), await stage.start({ algorithm })];
      await pollAll(replicas);
      expect(await stage.row('pending')).toMatchObject({ algorithm });
      // Those with the old setting leave it alone, sign on, and know the new key.
      await old.attempt();
      expect(old.keySet()).toEqual(replicas[0]!.keySet());
      expect(old.forToken(60).algorithm).toBe('ES256');
      await stage.pass(316);
      await pollAll(replicas);
      for (const keys of replicas) expect(keys.forToken(60).algorithm).toBe(algorithm);
      await pollAll(replicas);
      expect(await statuses()).toEqual(['retiring', 'active']);
    },
  );

  it('28: waits as long as the longest settings of any replica say, also of one that is gone', async () => {
    await stage.start({ keySetMaxAgeSeconds: 3_600, maxTokenLifetimeSeconds: 7_200 });
    const keys = await stage.start({ keySetMaxAgeSeconds: 10, maxTokenLifetimeSeconds: 20 });
    await stage.requestRotation();
    await keys.attempt();
    const pending = await stage.row('pending');
    expect(+pending.statusUntil! - +pending.statusSince).toBe(3_615_000);
    await stage.pass(3_616);
    await keys.attempt();
    const retiring = await stage.row('retiring');
    expect(+retiring.statusUntil! - +retiring.statusSince).toBe(7_215_000);
  });

  it('is asked for once while one is under way, and says what happens when', async () => {
    const keys = await stage.start();
    expect(await stage.requestRotation()).toBe(true);
    expect(await stage.requestRotation()).toBe(true);
    expect(describeRotation(await readKeys(stage.dataSource.manager))).toEqual([
      `${signer(keys)} (ES256) is active`,
      'The rotation begins as soon as a token service runs.',
    ]);
    await keys.attempt();
    expect(await stage.requestRotation()).toBe(false);
    const pending = await stage.row('pending');
    const signs = pending.statusUntil!.toISOString();
    const end = new Date(+pending.statusUntil! + 86_415_000).toISOString();
    expect(describeRotation(await readKeys(stage.dataSource.manager))).toEqual([
      `${signer(keys)} (ES256) is active: signs until ${signs}, published until ${end}`,
      `${pending.kid} (ES256) is pending: published now, signs from ${signs} on`,
    ]);
    await stage.pass(316);
    await keys.attempt();
    // What was asked for is done.
    await keys.attempt();
    expect(await statuses()).toEqual(['retiring', 'active']);
  });

  it('is nothing without a key', async () => {
    await stage.requestRotation();
    expect(describeRotation(await readKeys(stage.dataSource.manager))).toEqual([
      'There is no signing key; the token service makes the first one when it starts.',
    ]);
  });
});

describe('in the audit log', () => {
  const noted = async () =>
    (
      await stage.query<{ change: TokenChange }>('SELECT change FROM unreported_changes ORDER BY position')
    ).map(({ change }) => change);

  it('each step of a rotation stands once, with the key before and after it', async () => {
    const replicas = await startMany();
    const old = (await stage.row('active')).kid;
    await stage.requestRotation();
    await stage.requestRotation();
    for (let times = 0; times < 3; times++) await pollAll(replicas);
    const fresh = (await stage.row('pending')).kid;
    await stage.pass(316);
    for (let times = 0; times < 3; times++) await pollAll(replicas);
    await stage.pass(86_416);
    for (let times = 0; times < 3; times++) await pollAll(replicas);
    const changes = await noted();
    const summary = changes.map(({ actor, action, subject_id, before, after }) =>
      [
        actor.id,
        action,
        subject_id === old ? 'old' : subject_id === fresh ? 'fresh' : subject_id,
        ...[before, after].map((state) => (state && 'status' in state ? state.status : '')),
      ].join(' '),
    );
    expect(summary).toEqual([
      'signing-key-schedule signing_key.created old  active',
      'rotate-signing-key signing_key.rotation_requested old active active',
      'signing-key-schedule signing_key.created fresh  pending',
      'signing-key-schedule signing_key.status_changed old active retiring',
      'signing-key-schedule signing_key.status_changed fresh pending active',
      'signing-key-schedule signing_key.status_changed old retiring retired',
    ]);
    // What belongs together has one request.
    const requests = changes.map(({ request_id }) => request_id);
    expect(new Set(requests).size).toBe(5);
    expect(requests[3]).toBe(requests[4]);
    expect(changes[1]).toMatchObject({
      before: { rotation_requested: false },
      after: { rotation_requested: true },
    });
    expect(JSON.stringify(changes)).not.toContain('sealed');
  });

  it('a step that is undone does not stand', async () => {
    const keys = await stage.start();
    await stage.requestRotation();
    const before = (await noted()).length;
    await stage.query(`ALTER TABLE unreported_changes ADD CONSTRAINT broken CHECK (false) NOT VALID`);
    await keys.attempt();
    expect(await statuses()).toEqual(['active']);
    await stage.query('ALTER TABLE unreported_changes DROP CONSTRAINT broken');
    await keys.attempt();
    expect(await statuses()).toEqual(['active', 'pending']);
    expect((await noted()).length).toBe(before + 1);
  });
});

describe('another key-encryption key', () => {
  const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
  const before = new Seal(oldKey, 'signing-keys');
  const between = new Seal(newKey, 'signing-keys', oldKey);
  const after = new Seal(newKey, 'signing-keys');

  it('45: encrypts the keys anew at the start of replicas that have both, while old ones go on', async () => {
    const old = await stage.start({ seal: before });
    const kid = signer(old);
    await stage.requestRotation();
    await old.attempt();
    const replicas = await Promise.all(Array.from({ length: 6 }, () => stage.start({ seal: between })));
    for (const { sealedPrivateKey } of await stage.rows()) {
      expect(after.isOutdated(sealedPrivateKey!)).toBe(false);
      expect(() => before.open(sealedPrivateKey!, 'anywhere')).toThrow('another key-encryption key');
    }
    const told = stage.lines.filter(({ msg }) => String(msg).includes('new key-encryption key'));
    expect(told).toHaveLength(2);
    await old.attempt();
    for (const keys of [old, ...replicas]) expect(signer(keys)).toBe(kid);
    expect(signer(await stage.start({ seal: after }))).toBe(kid);
  });

  it('28, 45: leaves an old replica its key as long as that is published, and no longer', async () => {
    const old = await stage.start({ seal: before });
    const kid = signer(old);
    const fresh = await stage.start({ seal: between });
    await stage.requestRotation();
    await fresh.attempt();
    await stage.pass(316);
    await fresh.attempt();
    await old.attempt();
    expect([signer(old), signer(fresh) === kid]).toEqual([kid, false]);
    expect(stage.lines.some(({ msg }) => String(msg).includes('does not open'))).toBe(true);
    await stage.pass(86_400 - 3_600 + 10);
    await old.attempt();
    expect(() => old.forToken(3_600)).toThrow(Failure);
    expect(old.forToken(60).kid).toBe(kid);
  });

  it('encrypts anew what an old replica makes meanwhile', async () => {
    const old = await stage.start({ seal: before });
    const fresh = await stage.start({ seal: between });
    await stage.requestRotation();
    await old.attempt();
    expect(between.isOutdated((await stage.row('pending')).sealedPrivateKey!)).toBe(true);
    await fresh.attempt();
    expect(between.isOutdated((await stage.row('pending')).sealedPrivateKey!)).toBe(false);
    await stage.pass(316);
    const last = await stage.start({ seal: after });
    await last.attempt();
    expect(signer(last)).toBe((await stage.row('active')).kid);
  });
});
