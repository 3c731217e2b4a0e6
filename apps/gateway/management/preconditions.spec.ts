import { describe, expect, it } from '@jest/globals';
import { expectedVersion, idempotencyKey } from './preconditions.js';

describe('If-Match', () => {
  it.each([undefined, '*', ' * '])('33: %j asks for no version', (header) => {
    expect(expectedVersion(header)).toBeUndefined();
  });

  it.each([
    ['"1"', 1],
    [' "42" ', 42],
    ['"999999999"', 999_999_999],
  ])('33: %s asks for version %i', (header, version) => {
    expect(expectedVersion(header)).toBe(version);
  });

  it.each(['', '1', '""', '"0"', '"01"', '"-1"', '"1.0"', '"1e3"', 'W/"1"', '"1', '"9999999999"', '"x"'])(
    '33: %s matches no version at all',
    (header) => {
      expect(expectedVersion(header)).toBe(0);
    },
  );
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
