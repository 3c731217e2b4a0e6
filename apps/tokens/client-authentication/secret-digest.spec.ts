import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newSecret } from '../fixtures/records.js';
import { Pepper, SecretDigest } from './secret-digest.js';

const pepper = new Pepper(randomBytes(32));
const another = new Pepper(randomBytes(32));
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$salt$hash';

const text = fc.string({ unit: 'grapheme-ascii', minLength: 1 });

describe('the digest of a secret', () => {
  it('is the same for the same secret and hash, and another for anything else', () => {
    const pair = fc.tuple(text, text);
    fc.assert(
      fc.property(pair, pair, (one, other) => {
        const same = one[0] === other[0] && one[1] === other[1];
        expect(SecretDigest.of(pepper, ...one).equals(SecretDigest.of(pepper, ...other))).toBe(same);
        expect(SecretDigest.of(pepper, ...one).equals(SecretDigest.of(another, ...one))).toBe(false);
      }),
    );
  });

  it('does not confuse where the hash ends and the secret begins', () => {
    expect(SecretDigest.of(pepper, 'ab', 'c').equals(SecretDigest.of(pepper, 'a', 'bc'))).toBe(false);
  });

  it('comes back from storage as it was', () => {
    const digest = SecretDigest.of(pepper, HASH, newSecret());
    const stored = digest.format(pepper, HASH);
    expect(SecretDigest.parse(new Pepper(pepper.key), HASH, stored)?.equals(digest)).toBe(true);
  });

  it('is none where it was made with another pepper or for another hash, or is no digest', () => {
    const secret = newSecret();
    const ofAnotherPepper = SecretDigest.of(another, HASH, secret).format(another, HASH);
    const ofAnotherHash = SecretDigest.of(pepper, 'another', secret).format(pepper, 'another');
    for (const stored of [ofAnotherPepper, ofAnotherHash, undefined, ''])
      expect(SecretDigest.parse(pepper, HASH, stored)).toBeUndefined();
    fc.assert(fc.property(text, (stored) => SecretDigest.parse(pepper, HASH, stored) === undefined));
  });

  it('equals none that is cut short, or changed in one character', () => {
    const digest = SecretDigest.of(pepper, HASH, newSecret());
    const stored = digest.format(pepper, HASH);
    const equals = (other: string) => SecretDigest.parse(pepper, HASH, other)?.equals(digest) ?? false;
    expect(equals(stored)).toBe(true);
    // The last character only pads.
    for (let at = 0; at < stored.length - 1; at++) {
      expect(equals(stored.slice(0, at))).toBe(false);
      const other = stored.charAt(at) === 'A' ? 'Z' : 'A';
      expect(equals(stored.slice(0, at) + other + stored.slice(at + 1))).toBe(false);
    }
  });

  it('shows nothing of secret, hash and pepper', () => {
    const secret = newSecret();
    const digest = SecretDigest.of(pepper, HASH, secret);
    const shown = `${digest.format(pepper, HASH)} ${digest.toString()}`;
    for (const hidden of [secret.slice(4), 'salt', pepper.key.toString('base64').slice(0, 10)])
      expect(shown).not.toContain(hidden);
  });
});
