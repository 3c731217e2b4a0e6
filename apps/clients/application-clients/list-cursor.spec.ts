import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  CLIENT_SORT_ORDERS,
  clientListQuery,
  Failure,
  type listClients,
  type RequestOf,
} from '@postern/contracts';
import { Seal } from '@postern/persistence';
import fc from 'fast-check';
import { ApplicationClientEntity } from './application-client.entity.js';
import { ListCursor } from './list-cursor.js';

const cursor = new ListCursor(new Seal(randomBytes(32), 'clients'));

type ListQuery = RequestOf<typeof listClients>;

const queries = fc.record({
  limit: fc.integer({ min: 1, max: 200 }),
  sort: fc.constantFrom(...CLIENT_SORT_ORDERS),
  search: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: undefined }),
}) as fc.Arbitrary<ListQuery>;

const clients = fc
  .record({
    name: fc.string({ unit: 'binary', maxLength: 100 }),
    createdAt: fc.date({ noInvalidDate: true }),
  })
  .map((given) =>
    Object.assign(new ApplicationClientEntity(), { ...given, clientId: 'pcl_0000000000000000000000' }),
  );

function refusal(query: ListQuery): unknown {
  try {
    return cursor.read(query);
  } catch (error) {
    return error instanceof Failure
      ? { code: error.code, fields: error.fields?.map(({ field }) => field) }
      : error;
  }
}

const REFUSED = { code: 'invalid_request', fields: ['cursor'] };

describe('36: a cursor', () => {
  it('names the place where a page of the same list ended, whatever the next limit', () => {
    fc.assert(
      fc.property(queries, clients, fc.nat(), (query, last, limit) => {
        const next = { ...query, limit, cursor: cursor.write(query, last) };
        const sortKey = query.sort.endsWith('name') ? last.name : last.createdAt.toISOString();
        expect(cursor.read(next)).toEqual([sortKey, last.clientId]);
      }),
    );
  });

  it('is accepted by the contract, also after the longest name', () => {
    const last = Object.assign(new ApplicationClientEntity(), {
      name: '\u{10FFFF}'.repeat(100),
      clientId: 'pcl_0000000000000000000000',
    });
    const query = clientListQuery.parse({ sort: 'name', search: '"'.repeat(100) });
    const next = clientListQuery.parse({ ...query, cursor: cursor.write(query, last) });
    expect(cursor.read(next)).toEqual([last.name, last.clientId]);
  });

  it('shows nothing of the row that it names', () => {
    const last = Object.assign(new ApplicationClientEntity(), { name: 'Billing', clientId: 'pcl_1' });
    const text = cursor.write(clientListQuery.parse({ sort: 'name' }), last);
    expect(Buffer.from(text, 'base64url').toString('latin1')).not.toMatch(/Billing|pcl_1/);
  });

  it('of another list is refused', () => {
    fc.assert(
      fc.property(queries, queries, clients, (query, other, last) => {
        fc.pre(query.sort !== other.sort || query.search !== other.search);
        expect(refusal({ ...other, cursor: cursor.write(query, last) })).toEqual(REFUSED);
      }),
    );
  });

  it('of another installation is refused', () => {
    const elsewhere = new ListCursor(new Seal(randomBytes(32), 'clients'));
    fc.assert(
      fc.property(queries, clients, (query, last) => {
        expect(refusal({ ...query, cursor: elsewhere.write(query, last) })).toEqual(REFUSED);
      }),
    );
  });

  it('is refused with any one character changed, removed or added', () => {
    const base64url = fc.constantFrom(
      ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'),
    );
    const character = fc.oneof(base64url, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
    fc.assert(
      fc.property(queries, clients, fc.nat(), character, (query, last, place, other) => {
        const text = cursor.write(query, last);
        // The end is where base64 has bits to spare, so it is tried as often as all the rest.
        const at = place % 2 === 0 ? text.length - 1 : place % text.length;
        const [before, after] = [text.slice(0, at), text.slice(at + 1)];
        const mangled = [before + after, before + other + text.slice(at), text + other];
        if (text.charAt(at) !== other) mangled.push(before + other + after);
        for (const one of mangled) expect(refusal({ ...query, cursor: one })).toEqual(REFUSED);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that is any other text is refused', () => {
    fc.assert(
      fc.property(queries, fc.string({ unit: 'binary' }), (query, text) => {
        expect(refusal({ ...query, cursor: text })).toEqual(REFUSED);
      }),
    );
  });
});
