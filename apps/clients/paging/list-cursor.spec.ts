import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Failure, pageQuery } from '@postern/contracts';
import { Seal } from '@postern/persistence';
import fc from 'fast-check';
import { ListCursor, type ListPosition } from './list-cursor.js';

const cursor = new ListCursor(new Seal(randomBytes(32), 'clients'));

const ID = 'pcl_0000000000000000000000';
const lists = fc.string({ maxLength: 40 });
const positions: fc.Arbitrary<ListPosition> = fc.tuple(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constant(ID),
);

function refusal(list: string, text: string): unknown {
  try {
    return cursor.read(list, text);
  } catch (error) {
    return error instanceof Failure
      ? { code: error.code, fields: error.fields?.map(({ field }) => field) }
      : error;
  }
}

const REFUSED = { code: 'invalid_request', fields: ['cursor'] };

describe('36: a cursor', () => {
  it('names the place where a page of the same list ended', () => {
    fc.assert(
      fc.property(lists, positions, (list, at) => {
        expect(cursor.read(list, cursor.write(list, at))).toEqual(at);
      }),
    );
  });

  it('is accepted by the contract, also after the longest name', () => {
    const text = cursor.write('"'.repeat(100), ['\u{10FFFF}'.repeat(100), ID]);
    expect(pageQuery.parse({ cursor: text }).cursor).toBe(text);
  });

  it('shows nothing of the row that it names', () => {
    const text = cursor.write('list', ['Billing', 'pcl_1']);
    expect(Buffer.from(text, 'base64url').toString('latin1')).not.toMatch(/Billing|pcl_1/);
  });

  it('of another list is refused', () => {
    fc.assert(
      fc.property(lists, lists, positions, (list, other, at) => {
        fc.pre(list !== other);
        expect(refusal(other, cursor.write(list, at))).toEqual(REFUSED);
      }),
    );
  });

  it('of another installation is refused', () => {
    const elsewhere = new ListCursor(new Seal(randomBytes(32), 'clients'));
    fc.assert(
      fc.property(lists, positions, (list, at) => {
        expect(refusal(list, elsewhere.write(list, at))).toEqual(REFUSED);
      }),
    );
  });

  it('is refused with any one character changed, removed or added', () => {
    const base64url = fc.constantFrom(
      ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'),
    );
    const character = fc.oneof(base64url, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
    fc.assert(
      fc.property(lists, positions, fc.nat(), character, (list, at, place, other) => {
        const text = cursor.write(list, at);
        // The end is where base64 has bits to spare, so it is tried as often as all the rest.
        const index = place % 2 === 0 ? text.length - 1 : place % text.length;
        const [before, after] = [text.slice(0, index), text.slice(index + 1)];
        const mangled = [before + after, before + other + text.slice(index), text + other];
        if (text.charAt(index) !== other) mangled.push(before + other + after);
        for (const one of mangled) expect(refusal(list, one)).toEqual(REFUSED);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that is any other text is refused', () => {
    fc.assert(
      fc.property(lists, fc.string({ unit: 'binary' }), (list, text) => {
        expect(refusal(list, text)).toEqual(REFUSED);
      }),
    );
  });
});
