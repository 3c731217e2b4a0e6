import { describe, expect, it } from '@jest/globals';
import { expectedVersions, idempotencyKey } from './preconditions.js';

describe('If-Match', () => {
  it.each([undefined, '*', ' * '])('33: %j asks for no version', (header) => {
    expect(expectedVersions(header)).toBeUndefined();
  });

  it.each([
    ['"1"', [1]],
    [' "42" ', [42]],
    ['"999999999"', [999_999_999]],
    ['"3", "4"', [3, 4]],
    ['"3","4" ,\t"5"', [3, 4, 5]],
    [', "3", , "4",', [3, 4]],
    ['W/"3", "4"', [4]],
    ['"a,b", "x", "4"', [4]],
    ['"3", *', []],
  ])('33: %s asks for one of the versions %j', (header, versions) => {
    expect(expectedVersions(header)).toEqual(versions);
  });

  const none = ['', ',', '1', '1, "2"', '""', '"0"', '"01"', '"-1"', '"1.0"', '"1e3"', 'W/"1"', 'w/"1"'];
  it.each([...none, '"1', '"1" "', '"9999999999"', '"x"', '"1" W/', '**'])(
    '33: %s matches no version at all',
    (header) => {
      expect(expectedVersions(header)).toEqual([]);
    },
  );

  it('33: is read in one go, however long it is', () => {
    expect(expectedVersions('"1",'.repeat(4_000))).toHaveLength(4_000);
    expect(expectedVersions('"'.repeat(15_999))).toEqual([]);
  });
});

describe('Idempotency-Key', () => {
  it.each([undefined, 'k', 'a'.repeat(255), '!"#$~'])('%j is taken', (header) => {
    expect(idempotencyKey(header)).toBe(header);
  });

  it.each(['', ' ', 'two words', 'a'.repeat(256), 'é', 'a\nb', '\u007f'])(
    '%j is refused by name',
    (header) => {
      expect(() => idempotencyKey(header)).toThrow(
        expect.objectContaining({
          code: 'invalid_request',
          fields: [expect.objectContaining({ field: 'Idempotency-Key' })],
        }),
      );
    },
  );
});
