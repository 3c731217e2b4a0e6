import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Argon2Metrics } from '@postern/observability';
import { clientSecretHint, Failure } from '@postern/contracts';
import * as argon2 from 'argon2';
import { newSecret, secretRecord, type SecretRecord } from '../fixtures/records.js';

const argon2Verify = jest.fn<typeof argon2.verify>();
jest.unstable_mockModule('argon2', () => ({ ...argon2, verify: argon2Verify }));
const { Pepper, SecretDigest } = await import('./secret-digest.js');
const { SecretVerifier } = await import('./secret-verifier.js');

const pepper = new Pepper(randomBytes(32));
const right = newSecret();
const wrong = newSecret();
let secret: SecretRecord;
let verifier: InstanceType<typeof SecretVerifier>;

beforeAll(async () => {
  secret = await secretRecord(right);
});

beforeEach(() => {
  argon2Verify.mockReset().mockImplementation(argon2.verify);
  verifier = new SecretVerifier(pepper, Argon2Metrics.unread());
});

/** The same secret, which an attacker who knows the hint can reach with a wrong one. */
const hintedAt = (presented: string): SecretRecord => ({ ...secret, hint: clientSecretHint(presented) });
const runs = () => argon2Verify.mock.calls.length;
const digestOf = (presented: string) =>
  SecretDigest.of(pepper, secret.hash, presented).format(pepper, secret.hash);

describe('the secret verifier', () => {
  it('proves the right secret, and says which one it was', async () => {
    const verdict = await verifier.verify(right, [secret], {});
    expect(verdict).toEqual({ proved: secret, digests: { [secret.secret_id]: digestOf(right) } });
    expect(runs()).toBe(1);
  });

  it('refuses a wrong secret, also with the hint of the right one', async () => {
    expect(await verifier.verify(wrong, [hintedAt(wrong)], {})).toEqual({ proved: undefined });
    expect(runs()).toBe(1);
  });

  it.each([
    ['a wrong checksum', () => right.slice(0, -1) + (right.endsWith('a') ? 'b' : 'a')],
    ['another case', () => right.toUpperCase()],
    ['a space at the end', () => `${right} `],
    ['nothing', () => ''],
    ['10 kB', () => right.repeat(200)],
    ['another hint', () => wrong],
    ['the hash itself', () => secret.hash],
  ])('refuses %s without argon2', async (_, presented) => {
    const candidate = presented() === wrong ? secret : hintedAt(presented());
    expect(await verifier.verify(presented(), [candidate], {})).toEqual({ proved: undefined });
    expect(runs()).toBe(0);
  });

  it('refuses any secret of a client that has none, without argon2', async () => {
    expect(await verifier.verify(right, [], {})).toEqual({ proved: undefined });
    expect(runs()).toBe(0);
  });

  it('runs argon2 once for many who present the same secret at a time, and proves it to all', async () => {
    const all = await Promise.all(Array.from({ length: 200 }, () => verifier.verify(right, [secret], {})));
    for (const { proved } of all) expect(proved).toBe(secret);
    expect(runs()).toBe(1);
  });

  it('runs argon2 once for a secret: later attempts, right or wrong, are answered by its digest', async () => {
    await verifier.verify(right, [secret], {});
    // A change of the client makes new records of the same secrets; an emptied Redis has no digests.
    for (let version = 2; version < 5; version++) {
      const candidate = { ...secret };
      expect(await verifier.verify(right, [candidate], {})).toEqual({ proved: candidate });
      const other = newSecret();
      expect(await verifier.verify(other, [hintedAt(other)], {})).toEqual({ proved: undefined });
    }
    expect(runs()).toBe(1);
  });

  it('needs no argon2 at a second replica, which finds the digest that the first has kept', async () => {
    const { digests } = await verifier.verify(right, [secret], {});
    const second = new SecretVerifier(new Pepper(pepper.key), Argon2Metrics.unread());
    expect(await second.verify(wrong, [hintedAt(wrong)], digests!)).toEqual({ proved: undefined });
    expect(await second.verify(right, [secret], digests!)).toEqual({ proved: secret });
    // From then on it has the digest in its own memory.
    expect(await second.verify(right, [secret], {})).toEqual({ proved: secret });
    expect(runs()).toBe(1);
  });

  it('does not believe a digest of another pepper, and replaces it', async () => {
    const another = new Pepper(randomBytes(32));
    const { secret_id, hash } = secret;
    const foreign = { [secret_id]: SecretDigest.of(another, hash, right).format(another, hash) };
    const forged = { [secret_id]: SecretDigest.of(another, hash, wrong).format(another, hash) };
    expect(await verifier.verify(wrong, [hintedAt(wrong)], forged)).toEqual({ proved: undefined });
    const verdict = await verifier.verify(right, [secret], foreign);
    expect(verdict).toEqual({ proved: secret, digests: { [secret.secret_id]: digestOf(right) } });
    expect(runs()).toBe(2);
  });

  it('does not count a digest that is bound to another hash: neither for a wrong secret nor against the right one', async () => {
    const other = await secretRecord(wrong);
    const digest = SecretDigest.of(pepper, other.hash, wrong);
    for (const hash of [other.hash, secret.hash]) {
      const moved = { [secret.secret_id]: digest.format(pepper, hash) };
      expect(await verifier.verify(wrong, [hintedAt(wrong)], moved)).toEqual({ proved: undefined });
    }
    const moved = { [secret.secret_id]: digest.format(pepper, other.hash) };
    expect(await verifier.verify(wrong, [hintedAt(wrong)], moved)).toEqual({ proved: undefined });
    expect((await verifier.verify(right, [secret], moved)).proved).toBe(secret);
  });

  it('17: proves each of two live secrets, argon2 once for each, and keeps the digests of both', async () => {
    const second = await secretRecord(wrong);
    const both = [secret, second];
    const first = await verifier.verify(right, both, {});
    const verdict = await verifier.verify(wrong, both, first.digests!);
    expect(verdict.proved).toBe(second);
    expect(Object.keys(verdict.digests!).sort()).toEqual([secret.secret_id, second.secret_id].sort());
    await verifier.verify(right, both, {});
    await verifier.verify(wrong, both, {});
    expect(runs()).toBe(2);
  });

  it('tells secrets with the same hint apart', async () => {
    const twin = { ...(await secretRecord(wrong)), hint: secret.hint };
    expect((await verifier.verify(right, [twin, secret], {})).proved).toBe(secret);
    expect((await verifier.verify(right, [secret, twin], {})).proved).toBe(secret);
  });

  it('does not take a failure of argon2 for an answer', async () => {
    argon2Verify.mockRejectedValueOnce(new Error('out of memory'));
    await expect(verifier.verify(right, [secret], {})).rejects.toThrow('out of memory');
    expect((await verifier.verify(right, [secret], {})).proved).toBe(secret);
  });

  it('49: runs three argon2 at a time, lets 200 wait, and refuses the next as unavailable', async () => {
    let go!: () => void;
    const gate = new Promise<void>((resolve) => (go = resolve));
    argon2Verify.mockImplementation(() => gate.then(() => false));
    const present = () => {
      const presented = newSecret();
      return verifier.verify(presented, [hintedAt(presented)], {});
    };
    const accepted = Array.from({ length: 203 }, present);
    await new Promise(setImmediate);
    expect(runs()).toBe(3);
    await expect(present()).rejects.toBeInstanceOf(Failure);
    await expect(present()).rejects.toMatchObject({ code: 'unavailable' });
    // Who has a digest does not wait with them.
    expect(await verifier.verify(right, [secret], { [secret.secret_id]: digestOf(right) })).toEqual({
      proved: secret,
    });
    go();
    expect((await Promise.all(accepted)).every(({ proved }) => proved === undefined)).toBe(true);
    expect(runs()).toBe(203);
  });
});
