import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deriveKey, Seal } from './seal.js';

const key = randomBytes(32);
const seal = new Seal(key, 'signing-keys');
const plaintext = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const place = fc.string({ unit: 'binary', maxLength: 40 });

describe('what is sealed', () => {
  it('opens in its place, by another process with the same key too', () => {
    fc.assert(
      fc.property(plaintext, place, (text, where) => {
        const sealed = seal.seal(text, where);
        expect(seal.open(sealed, where)).toEqual(text);
        expect(new Seal(Buffer.from(key), 'signing-keys').open(sealed, where)).toEqual(text);
      }),
    );
  });

  it('45: does not open in another place', () => {
    fc.assert(
      fc.property(plaintext, place, place, (text, where, elsewhere) => {
        fc.pre(where !== elsewhere);
        const sealed = seal.seal(text, where);
        expect(() => seal.open(sealed, elsewhere)).toThrow();
      }),
    );
  });

  it('does not open with any one bit flipped', () => {
    fc.assert(
      fc.property(plaintext, fc.nat(), (text, position) => {
        const sealed = seal.seal(text, 'here');
        const bit = position % (sealed.length * 8);
        sealed[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => seal.open(sealed, 'here')).toThrow();
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not open when it is cut or lengthened', () => {
    fc.assert(
      fc.property(plaintext, fc.nat(), (text, position) => {
        const sealed = seal.seal(text, 'here');
        expect(() => seal.open(sealed.subarray(0, position % sealed.length), 'here')).toThrow();
        expect(() => seal.open(Buffer.concat([sealed, Buffer.of(0)]), 'here')).toThrow();
      }),
    );
  });

  it('does not open with another key, and says that it is the key', () => {
    const sealed = seal.seal(Buffer.from('text'), 'signing-key:1');
    const message = 'signing-key:1 is encrypted under another key-encryption key than the configured one';
    expect(() => new Seal(randomBytes(32), 'signing-keys').open(sealed, 'signing-key:1')).toThrow(message);
    expect(() => new Seal(key, 'cursors').open(sealed, 'signing-key:1')).toThrow(message);
  });

  it('45: opens with the previous key too, in its own place alone, and is then sealed with the new one', () => {
    fc.assert(
      fc.property(plaintext, place, place, (text, where, elsewhere) => {
        fc.pre(where !== elsewhere);
        const changed = new Seal(randomBytes(32), 'signing-keys', key);
        const sealed = seal.seal(text, where);
        expect(changed.open(sealed, where)).toEqual(text);
        expect(() => changed.open(sealed, elsewhere)).toThrow();
        const anew = changed.seal(text, where);
        expect([changed.isOutdated(sealed), changed.isOutdated(anew)]).toEqual([true, false]);
        expect(changed.open(anew, where)).toEqual(text);
        expect(() => seal.open(anew, where)).toThrow('another key-encryption key');
      }),
    );
  });

  it('is not outdated without a previous key, nor where that is the same one', () => {
    const sealed = seal.seal(Buffer.from('text'), 'here');
    expect(seal.isOutdated(sealed)).toBe(false);
    expect(new Seal(key, 'signing-keys', key).isOutdated(sealed)).toBe(false);
    expect(new Seal(randomBytes(32), 'signing-keys').isOutdated(sealed)).toBe(false);
    expect(new Seal(randomBytes(32), 'signing-keys', randomBytes(32)).isOutdated(sealed)).toBe(false);
  });

  it('shows nothing of the text, not even that two are equal', () => {
    const text = Buffer.from('the same text, long enough not to be there by chance');
    const [one, other] = [seal.seal(text, 'here'), seal.seal(text, 'here')];
    expect(one).toHaveLength(8 + 12 + 16 + text.length);
    expect(one.includes(text.subarray(0, 8))).toBe(false);
    expect(one.subarray(8)).not.toEqual(other.subarray(8));
    expect(one.subarray(8, 20)).not.toEqual(other.subarray(8, 20));
  });
});

describe('a derived key', () => {
  it('is HKDF-SHA-256 of the key for its purpose, which never changes', () => {
    const ascending = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
    expect(deriveKey(ascending, 'signing-keys').toString('hex')).toBe(
      '4c4cb736273cbc1dcf1cdbca3269dcf9da4a2759b170a34389863724c5d0c3d9',
    );
  });

  it('differs for another purpose', () => {
    expect(deriveKey(key, 'signing-keys')).not.toEqual(deriveKey(key, 'client-secret-digests'));
  });
});
