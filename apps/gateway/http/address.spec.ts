import { describe, expect, it } from '@jest/globals';
import { addressOf, readAddress } from './address.js';
import { createAdapter } from './create-adapter.js';

describe('an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7:4711', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:C000:207', '192.0.2.7'],
    ['2001:0DB8:0:0::1', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('is read from %s as %s', (text, address) => {
    expect(readAddress(text)).toBe(address);
  });

  it.each([
    undefined,
    '',
    'unknown',
    '1',
    '0x7f000001',
    '192.0.2',
    '192.0.2.07',
    '192.0.2.7 ',
    '_hidden',
    '[::1]',
  ])('is not read from %j', (text) => {
    expect(readAddress(text)).toBeUndefined();
  });
});

describe('47: the address of a caller', () => {
  /** As the gateway sees it, of a request from 127.0.0.1 with this header. */
  async function seen(trustedProxies: string[], forwarded: string): Promise<string> {
    const fastify = createAdapter('https://issuer.example', trustedProxies).getInstance();
    fastify.get('/', (request, reply) => reply.send(addressOf(request)));
    const origin = await fastify.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(origin, { headers: { 'x-forwarded-for': forwarded } });
    await fastify.close();
    return answer.text();
  }

  it.each(['192.0.2.7', '192.0.2.7, 127.0.0.1', 'garbage'])(
    'is that of the connection, whatever it says of itself, as %s',
    async (forwarded) => {
      expect(await seen([], forwarded)).toBe('127.0.0.1');
      expect(await seen(['10.0.0.0/8'], forwarded)).toBe('127.0.0.1');
    },
  );

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['1.2.3.4, 192.0.2.7', '192.0.2.7'],
    ['1.2.3.4, 192.0.2.7, 10.1.2.3', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['192.0.2.7:4711', '192.0.2.7'],
    ['2001:DB8::7', '2001:db8::7'],
    ['1.2.3.4, unknown', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('is behind trusted proxies the last one in %j that is none of theirs', async (forwarded, address) => {
    expect(await seen(['127.0.0.1', '10.0.0.0/8'], forwarded)).toBe(address);
  });
});
