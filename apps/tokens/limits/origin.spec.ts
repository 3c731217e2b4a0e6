import { describe, expect, it } from '@jest/globals';
import { presented, signed, newKeyPair } from '../fixtures/assertions.js';
import { credentials, newClientId } from '../fixtures/records.js';
import { originOf } from './origin.js';

const id = newClientId();

describe('47: where a try to authenticate comes from', () => {
  it('names the client beside the address', () => {
    expect(originOf({ authentication: credentials(id, 'x'), address: '192.0.2.7' }).clientAndAddress).toBe(
      `${id}@192.0.2.7`,
    );
  });

  it('names the client that an assertion names, whatever else it says', async () => {
    const assertion = await signed(newKeyPair('a'), { sub: id });
    const origin = originOf({ authentication: presented(assertion), address: '192.0.2.7' });
    expect(origin.clientAndAddress).toBe(`${id}@192.0.2.7`);
  });

  it.each(['', 'x', 'x'.repeat(10_000), `${id}\n`, 'é', `${id}@192.0.2.8`])(
    'is one for all that names no client, as %j',
    (name) => {
      const authentication = credentials(name, 'x');
      expect(originOf({ authentication, address: '192.0.2.7' }).clientAndAddress).toBe('-@192.0.2.7');
      expect(originOf({ authentication: presented(name), address: '192.0.2.7' }).clientAndAddress).toBe(
        '-@192.0.2.7',
      );
    },
  );

  it.each([[[]], [{}], [7], [null], [undefined]])(
    'is none of a client where an assertion names %j',
    async (sub) => {
      const assertion = await signed(newKeyPair('a'), { sub });
      const origin = originOf({ authentication: presented(assertion), address: '192.0.2.7' });
      expect(origin.clientAndAddress).toBe('-@192.0.2.7');
    },
  );
});
