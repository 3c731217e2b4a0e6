import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeBase62 } from './base62.js';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function decode(text: string): bigint {
  return Array.from(text).reduce((number, digit) => number * 62n + BigInt(DIGITS.indexOf(digit)), 0n);
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

describe('base62', () => {
  it.each([
    [[], '0000'],
    [[0], '0000'],
    [[61], '000z'],
    [[62], '0010'],
    [[1, 0], '0048'],
    [[255, 255], '0H31'],
  ])('of %j in four characters is %s', (bytes, expected) => {
    expect(encodeBase62(Uint8Array.from(bytes), 4)).toBe(expected);
  });

  it('holds 32 bytes in 43 characters and 4 bytes in 6, the largest values too', () => {
    expect(encodeBase62(new Uint8Array(32).fill(255), 43)).toHaveLength(43);
    expect(encodeBase62(new Uint8Array(4).fill(255), 6)).toHaveLength(6);
  });

  it('loses nothing: 43 digits read back as the 256 bits that were written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const text = encodeBase62(bytes, 43);
        expect(text).toMatch(/^[0-9A-Za-z]{43}$/);
        expect(decode(text)).toBe(toNumber(bytes));
      }),
    );
  });
});
