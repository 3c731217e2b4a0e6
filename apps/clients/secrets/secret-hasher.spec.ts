import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Argon2Metrics } from '@postern/observability';
import { Failure } from '@postern/contracts';
import * as argon2 from 'argon2';

const hash = jest.fn<(secret: string) => Promise<string>>();
jest.unstable_mockModule('argon2', () => ({ argon2id: argon2.argon2id, hash }));
const { SecretHasher } = await import('./secret-hasher.js');

beforeEach(() => {
  hash.mockReset();
});

/** Hashing that ends when it is told to. */
function pausedHashing(): () => void {
  let go!: () => void;
  const gate = new Promise<void>((resolve) => (go = resolve));
  hash.mockImplementation(async (secret) => {
    await gate;
    return `hash of ${secret}`;
  });
  return go;
}

describe('hashing secrets', () => {
  it('is argon2id with at least the parameters that OWASP asks for', async () => {
    hash.mockImplementation(argon2.hash);
    const encoded = await new SecretHasher(Argon2Metrics.unread()).hash('a secret');
    expect(encoded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await argon2.verify(encoded, 'a secret')).toBe(true);
    expect(await new SecretHasher(Argon2Metrics.unread()).hash('a secret')).not.toBe(encoded);
  });

  it('runs three at a time, and each gets its own hash', async () => {
    const go = pausedHashing();
    const hasher = new SecretHasher(Argon2Metrics.unread());
    const secrets = Array.from({ length: 10 }, (_, index) => `secret ${index}`);
    const hashes = Promise.all(secrets.map((secret) => hasher.hash(secret)));
    await new Promise(setImmediate);
    expect(hash).toHaveBeenCalledTimes(3);
    go();
    expect(await hashes).toEqual(secrets.map((secret) => `hash of ${secret}`));
  });

  it('is refused as unavailable once 200 wait, and works again when they are done', async () => {
    const go = pausedHashing();
    const hasher = new SecretHasher(Argon2Metrics.unread());
    const accepted = Array.from({ length: 203 }, () => hasher.hash('secret'));
    await new Promise(setImmediate);
    const refused = hasher.hash('one too many');
    await expect(refused).rejects.toBeInstanceOf(Failure);
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' });
    go();
    await Promise.all(accepted);
    expect(await hasher.hash('later')).toBe('hash of later');
  });

  it('goes on after one that failed', async () => {
    const hasher = new SecretHasher(Argon2Metrics.unread());
    hash.mockRejectedValue(new Error('out of memory'));
    const failed = await Promise.allSettled(Array.from({ length: 5 }, () => hasher.hash('secret')));
    expect(failed.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    hash.mockResolvedValue('hash');
    expect(await hasher.hash('secret')).toBe('hash');
  });
});
