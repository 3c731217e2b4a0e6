import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Argon2Metrics } from '@postern/observability';
import { Deadline } from '@postern/messaging';
import { deferred } from '@postern/testing';
import * as argon2 from 'argon2';

const verify = jest.fn<typeof argon2.verify>();
jest.unstable_mockModule('argon2', () => ({ argon2id: argon2.argon2id, hash: argon2.hash, verify }));
const { PasswordHasher } = await import('./password-hasher.js');

const PASSWORD = 'seven quiet lanterns drift';
const LONG = Deadline.after(600_000);
const unavailable = { code: 'unavailable' };

beforeEach(() => {
  verify.mockReset().mockImplementation(argon2.verify);
});

/** argon2 that ends when it is told to. */
function pausedArgon2(): () => void {
  const gate = deferred();
  verify.mockImplementation(async () => {
    await gate.promise;
    return true;
  });
  return () => gate.resolve();
}

describe('hashing passwords', () => {
  it('is argon2id with at least the parameters that OWASP asks for', async () => {
    const hasher = new PasswordHasher(Argon2Metrics.unread());
    const encoded = await hasher.hash(PASSWORD);
    expect(encoded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(encoded, PASSWORD, LONG)).toBe(true);
    expect(await hasher.verify(encoded, `${PASSWORD}!`, LONG)).toBe(false);
  });

  it('43: costs as much where there is no hash, and says no', async () => {
    const hasher = new PasswordHasher(Argon2Metrics.unread());
    expect(await hasher.verify(undefined, PASSWORD, LONG)).toBe(false);
    const parameters = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/;
    expect(verify.mock.calls).toEqual([[expect.stringMatching(parameters), PASSWORD]]);
    expect(await hasher.hash(PASSWORD)).toMatch(parameters);
    verify.mockResolvedValue(true);
    expect(await hasher.verify(undefined, PASSWORD, LONG)).toBe(false);
  });

  it('runs one at a time', async () => {
    const go = pausedArgon2();
    const hasher = new PasswordHasher(Argon2Metrics.unread());
    const proofs = Promise.all(Array.from({ length: 5 }, () => hasher.verify('hash', PASSWORD, LONG)));
    await new Promise(setImmediate);
    expect(verify).toHaveBeenCalledTimes(1);
    go();
    expect(await proofs).toEqual(Array(5).fill(true));
  });

  it('is refused as unavailable once 100 wait, and works again when they are done', async () => {
    const go = pausedArgon2();
    const hasher = new PasswordHasher(Argon2Metrics.unread());
    const accepted = Array.from({ length: 101 }, () => hasher.verify('hash', PASSWORD, LONG));
    await new Promise(setImmediate);
    await expect(hasher.verify('hash', PASSWORD, LONG)).rejects.toMatchObject(unavailable);
    await expect(hasher.hash(PASSWORD)).rejects.toMatchObject(unavailable);
    go();
    await Promise.all(accepted);
    expect(await hasher.verify('hash', PASSWORD, LONG)).toBe(true);
  });

  it('is not begun for whoever does not wait any more', async () => {
    const go = pausedArgon2();
    const hasher = new PasswordHasher(Argon2Metrics.unread());
    const first = hasher.verify('hash', PASSWORD, LONG);
    const late = hasher.verify('hash', PASSWORD, Deadline.after(0));
    go();
    await expect(late).rejects.toMatchObject(unavailable);
    expect(await first).toBe(true);
    expect(verify).toHaveBeenCalledTimes(1);
  });
});
