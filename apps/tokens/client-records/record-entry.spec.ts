import { describe, expect, it } from '@jest/globals';
import type { ClientRecord } from '@postern/contracts';
import fc from 'fast-check';
import { readEntry, versionOf, writeEntry, type RecordEntry } from './record-entry.js';

const anyText = fc.string({ unit: 'binary' });
const version = fc.integer({ min: 1 });
/** Names of a Redis server and of a stream. */
const generation = fc.stringMatching(/^[0-9a-f]{40} [0-9TZ:.-]{1,30}$/);
const record = fc.record({
  client_id: anyText,
  status: fc.constantFrom('active', 'disabled'),
  scopes: fc.array(anyText),
  version,
  tokens_since: version,
  management_since: version,
  secrets: fc.array(
    fc.record({ secret_id: anyText, hash: anyText, hint: anyText, expires_at: fc.option(anyText) }),
  ),
}) as fc.Arbitrary<ClientRecord>;

const entries: fc.Arbitrary<RecordEntry> = fc.oneof(
  fc.record({ state: fc.constant('record' as const), generation, record }),
  fc.record({ state: fc.constant('absent' as const), generation }),
  fc.record({ state: fc.constant('deleted' as const), version }),
  fc.record({ state: fc.constant('superseded' as const), version }),
);

describe('an entry of the record cache', () => {
  it('is read as it was written, whatever the record holds', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        expect(readEntry(writeEntry(entry))).toEqual(entry);
      }),
    );
  });

  it('begins with its version, which the scripts read', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        expect(/^\d+(?=\n)/.exec(writeEntry(entry))?.[0]).toBe(String(versionOf(entry)));
      }),
    );
  });

  it('is of version 0 where there is no client, which any change is newer than', () => {
    expect(versionOf({ state: 'absent', generation: 'g' })).toBe(0);
  });

  it.each(['', '1', '1\nunknown\n\n', '1\nrecord\ngeneration\n', '1\nrecord\ngeneration\n{', 'null'])(
    'is not made up from %j',
    (text) => {
      expect(() => readEntry(text)).toThrow();
    },
  );
});
