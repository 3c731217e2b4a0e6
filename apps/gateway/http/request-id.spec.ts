import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { requestIdOf } from './request-id.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const idFor = (given: unknown) =>
  requestIdOf({ headers: { 'x-request-id': given } } as unknown as IncomingMessage);

describe('a request id', () => {
  it.each(['f'.repeat(32), '6F9619FF-8b86-d011-b42d-00c04fc964ff'])('%s is taken over', (given) => {
    expect(idFor(given)).toBe(given);
  });

  it.each([
    ...[
      undefined,
      '',
      'abc',
      '12345678',
      'f'.repeat(31),
      'f'.repeat(33),
      'f'.repeat(64),
      'abcd efgh',
      'abcdef\nabcdef',
      '{"json":1}',
      ['12345678'],
    ],
    ...['pcs_EXNLDe6tD5svVs41CJL8mveXeDiso29illVG2e7GpN42nHH13', '1yaMlojXP33gQEY81DKBLAK1s', 'a_b_c_d_e_f'],
  ])('44, 46: %j is replaced, since a log must not or cannot hold it', (given) => {
    expect(idFor(given)).toMatch(UUID);
  });

  it('that is made up is another one each time', () => {
    expect(idFor(undefined)).not.toBe(idFor(undefined));
  });
});
