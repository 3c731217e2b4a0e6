import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { moment } from './moment.js';

describe('a moment from outside', () => {
  it.each([
    ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T00:00:00+14:00', '2026-01-30T10:00:00.000Z'],
    ['2026-01-31T00:00:00-23:59', '2026-01-31T23:59:00.000Z'],
    ['2026-01-31T00:00:00.5Z', '2026-01-31T00:00:00.500Z'],
    ['2026-01-31T00:00:00.123000Z', '2026-01-31T00:00:00.123Z'],
    ['2026-01-31T00:00:00.123000001Z', '2026-01-31T00:00:00.124Z'],
    ['2026-12-31T23:59:59.9999Z', '2027-01-01T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(moment.parse(text)).toBe(expected);
  });

  it.each([
    '',
    'now',
    'infinity',
    '2026-01-31',
    '2026-01-31T00:00Z',
    '2026-01-31T00:00:00',
    '2026-01-31 00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T00:00:00 01:00',
    '2026-01-31T00:00:00.Z',
    `2026-01-31T00:00:00.${'1'.repeat(200)}Z`,
    '1769817600000',
  ])('is not %j', (text) => {
    expect(moment.safeParse(text).success).toBe(false);
  });

  it.each(['0000-12-31T00:00:00Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00'])(
    'is not %s, which Postgres would not take',
    (text) => {
      expect(moment.safeParse(text).error?.issues).toEqual([
        expect.objectContaining({ message: 'is not between the years 1 and 9999' }),
      ]);
    },
  );

  it('stays what it is once it is one of ours', () => {
    const years = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z') };
    fc.assert(
      fc.property(fc.date({ ...years, noInvalidDate: true }), (date) => {
        expect(moment.parse(date.toISOString())).toBe(date.toISOString());
      }),
    );
  });
});
