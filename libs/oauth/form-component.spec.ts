import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeFormComponent } from './form-component.js';

/** What `application/x-www-form-urlencoded` makes of a value, by the platform's own serializer. */
function formEncode(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

/** Every byte escaped, also where that is not needed. */
function escapeAll(value: string): string {
  return Array.from(Buffer.from(value), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

const awkward = fc.constantFrom('+', ' ', ':', '%', '&', '=', 'é', '\0', '\uFEFF', '😀');
const text = fc.string({
  unit: fc.oneof(awkward, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
});

describe('a form component', () => {
  it('14: + : % & é survive encoding and decoding', () => {
    expect(decodeFormComponent('%2B+%3A+%25+%26+%C3%A9')).toBe('+ : % & é');
  });

  it('14: survives the platform’s form encoding, whatever text it is', () => {
    fc.assert(fc.property(text, (value) => decodeFormComponent(formEncode(value)) === value));
  });

  it('survives with every byte escaped, in either case', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(decodeFormComponent(escapeAll(value))).toBe(value);
        expect(decodeFormComponent(escapeAll(value).toUpperCase())).toBe(value);
      }),
    );
  });

  it('stays as it is where there is nothing to decode', () => {
    expect(decodeFormComponent('')).toBe('');
    expect(decodeFormComponent('pcs_0aZ-._~:&é')).toBe('pcs_0aZ-._~:&é');
  });

  it('is decoded once only', () => {
    expect(decodeFormComponent('%252B')).toBe('%2B');
    expect(decodeFormComponent('%2B%20')).toBe('+ ');
  });

  it.each(['%', '%2', 'a%', '%zz', '%2g', '100% ', '+%', '%u00e9', '% 41'])(
    '15: %j has a bad percent escape',
    (value) => {
      expect(decodeFormComponent(value)).toBeUndefined();
    },
  );

  it.each(['%ff', '%c3', '%c3%28', '%ed%a0%80', '%c0%af', '%f4%90%80%80'])('15: %j is not UTF-8', (value) => {
    expect(decodeFormComponent(value)).toBeUndefined();
  });
});
