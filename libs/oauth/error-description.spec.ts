import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toErrorDescription } from './error-description.js';

/** RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E. */
const isAllowed = (code: number) =>
  code === 0x20 || code === 0x21 || (code >= 0x23 && code <= 0x5b) || (code >= 0x5d && code <= 0x7e);
const ascii = fc.nat({ max: 0x7f }).map((code) => String.fromCharCode(code));
const anyCharacter = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });

describe('error_description', () => {
  it('10: keeps allowed characters and puts ? for every other one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(ascii, anyCharacter) }), (text) => {
        const expected = text.split('').map((unit) => (isAllowed(unit.charCodeAt(0)) ? unit : '?'));
        expect(toErrorDescription(text)).toBe(expected.join(''));
      }),
    );
  });

  it('10: lets neither quote, backslash, line break nor letter outside ASCII through', () => {
    expect(toErrorDescription('a "quoted" \\ line\r\nof é and 😀\u007f')).toBe(
      'a ?quoted? ? line??of ? and ???',
    );
  });

  it('10: keeps every allowed character', () => {
    const all = Array.from({ length: 0x80 }, (_, code) => code).filter(isAllowed);
    const text = String.fromCharCode(...all);
    expect(toErrorDescription(text)).toBe(text);
  });
});
