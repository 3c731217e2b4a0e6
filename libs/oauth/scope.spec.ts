import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatScope, isScopeToken, parseScope } from './scope.js';

/** RFC 6749 §3.3, written out once more: %x21 / %x23-5B / %x5D-7E. */
const ALLOWED = Array.from({ length: 0x5e }, (_, index) => String.fromCharCode(0x21 + index)).filter(
  (character) => character !== '"' && character !== '\\',
);
const scopeToken = fc.string({ unit: fc.constantFrom(...ALLOWED), minLength: 1, maxLength: 20 });
const forbiddenCharacter = fc.oneof(
  fc.constantFrom(' ', '"', '\\', '\n', '\r', '\t', '\0', '\u007f', '\u00a0', 'é'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((text) => !ALLOWED.includes(text)),
);

describe('a scope-token', () => {
  it('is any text of the 92 allowed characters', () => {
    expect(ALLOWED).toHaveLength(92);
    fc.assert(fc.property(scopeToken, (token) => isScopeToken(token)));
  });

  it('6: holds no other character, wherever it stands', () => {
    fc.assert(
      fc.property(scopeToken, forbiddenCharacter, scopeToken, (before, forbidden, after) => {
        for (const text of [forbidden, forbidden + after, before + forbidden, before + forbidden + after]) {
          expect(isScopeToken(text)).toBe(false);
        }
      }),
    );
  });

  it.each(['', ' ', '"', '\\', 'a b', 'a"b', 'a\\b', 'a\nb', 'a\n', '\u0000', 'é', '😀'])(
    '6: is not %j',
    (text) => {
      expect(isScopeToken(text)).toBe(false);
    },
  );
});

describe('a scope parameter', () => {
  it('reads back as the distinct tokens that it was written from, in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(scopeToken, fc.constant('a')), { minLength: 1 }), (tokens) => {
        expect(parseScope(formatScope(tokens))).toEqual([...new Set(tokens)]);
      }),
    );
  });

  it('keeps the first of equal tokens', () => {
    expect(parseScope('b a b c a')).toEqual(['b', 'a', 'c']);
  });

  it.each(['', ' ', ' a', 'a ', 'a  b', 'a\tb', 'a\nb', 'a,b "c"', 'a\\b'])(
    '6: is outside the grammar as %j',
    (text) => {
      expect(parseScope(text)).toBeUndefined();
    },
  );

  it('6: is refused as a whole for one forbidden character in one token', () => {
    const otherThanSpace = forbiddenCharacter.filter((character) => character !== ' ');
    fc.assert(
      fc.property(scopeToken, scopeToken, otherThanSpace, (good, start, forbidden) => {
        expect(parseScope(`${good} ${start}${forbidden}`)).toBeUndefined();
      }),
    );
  });
});
