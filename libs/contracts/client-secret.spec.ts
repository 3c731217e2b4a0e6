import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clientSecretHint, formatClientSecret, isWellFormedClientSecret } from './client-secret.js';

const LENGTH = 53;
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(formatClientSecret);
const position = fc.nat({ max: LENGTH - 1 });
const base62 = fc.constantFrom(
  ...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
);
const anyCharacter = fc.oneof(base62, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));

/** `text` with other characters at some positions. */
function replace(text: string, replacements: Readonly<Record<number, string>>): string {
  return Array.from(text, (character, index) => replacements[index] ?? character).join('');
}

describe('a client secret', () => {
  it('has one form that never changes, since issued secrets depend on it', () => {
    const ascending = Uint8Array.from({ length: 32 }, (_, index) => index);
    expect(formatClientSecret(ascending)).toBe('pcs_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf29JcKQ');
    const largest = new Uint8Array(32).fill(255);
    expect(formatClientSecret(largest)).toBe('pcs_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp14Sy0Ju');
  });

  it('is the prefix and 49 URL-safe characters, and well-formed', () => {
    fc.assert(
      fc.property(secret, (value) => {
        expect(value).toMatch(/^pcs_[0-9A-Za-z]{49}$/);
        expect(isWellFormedClientSecret(value)).toBe(true);
      }),
    );
  });

  it('differs for different random bytes', () => {
    const random = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(random, random, (one, other) => {
        const same = one.every((byte, index) => byte === other[index]);
        expect(formatClientSecret(one) === formatClientSecret(other)).toBe(same);
      }),
    );
  });

  it('is not well-formed with any one character changed', () => {
    fc.assert(
      fc.property(secret, position, anyCharacter, (value, at, character) => {
        fc.pre(value.charAt(at) !== character);
        expect(isWellFormedClientSecret(replace(value, { [at]: character }))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not well-formed with any two characters swapped', () => {
    fc.assert(
      fc.property(secret, position, position, (value, one, other) => {
        fc.pre(value.charAt(one) !== value.charAt(other));
        const swapped = replace(value, { [one]: value.charAt(other), [other]: value.charAt(one) });
        expect(isWellFormedClientSecret(swapped)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not well-formed with characters missing or added', () => {
    fc.assert(
      fc.property(secret, position, anyCharacter, (value, at, character) => {
        expect(isWellFormedClientSecret(value.slice(0, at) + value.slice(at + 1))).toBe(false);
        expect(isWellFormedClientSecret(value.slice(0, at) + character + value.slice(at))).toBe(false);
        expect(isWellFormedClientSecret(value + character)).toBe(false);
      }),
    );
  });

  it('is not any other text', () => {
    expect(isWellFormedClientSecret('')).toBe(false);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !isWellFormedClientSecret(text)));
  });

  it('is told apart by its last four characters', () => {
    fc.assert(
      fc.property(secret, (value) => {
        expect(clientSecretHint(value)).toBe(value.slice(LENGTH - 4));
      }),
    );
  });
});
