import { describe, expect, it } from '@jest/globals';
import type { Logger } from '@postern/observability';
import { fastify } from 'fastify';
import { noteUntrustedProxies, trustedProxies } from './trusted-proxies.js';

describe('trusted proxies', () => {
  it.each<[string | undefined, string[]]>([
    [undefined, []],
    ['', []],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    [' 10.0.0.0/8 , 2001:db8::/32,192.0.2.7,', ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7']],
  ])('are of %j %j', (value, expected) => {
    expect(trustedProxies.parse(value)).toEqual(expected);
  });

  it.each(['10.0.0.0/33', 'proxy.example', 'loopback', '10.0.0.0/8 192.0.2.7', 'true', '*', '::/129'])(
    'are refused where they say %j',
    (value) => {
      expect(trustedProxies.safeParse(value).error?.issues[0]?.message).toMatch(/^is not a list of CIDR/);
    },
  );

  it.each(['0.0.0.0/0', '::/0', '10.0.0.0/8,::/0'])('are not everybody, as %s', (value) => {
    expect(trustedProxies.safeParse(value).error?.issues[0]?.message).toBe('trusts everybody');
  });
});

describe('a header of a proxy that is not trusted', () => {
  async function warnings(trusted: string[], ...headers: Record<string, string>[]): Promise<unknown[]> {
    const said: unknown[] = [];
    const server = fastify();
    const logger = { warn: (...words: unknown[]) => said.push(words) } as unknown as Logger;
    noteUntrustedProxies(server, trusted, logger);
    const origin = await server.listen({ host: '127.0.0.1', port: 0 });
    for (const one of headers) await fetch(origin, { headers: one });
    await server.close();
    return said;
  }
  const forwarded = { 'x-forwarded-for': '192.0.2.7' };

  it('is told of once', async () => {
    expect(await warnings([], {}, forwarded, forwarded)).toEqual([
      [{ request_id: 'req-2', peer: '127.0.0.1' }, expect.stringContaining('TRUSTED_PROXIES')],
    ]);
  });

  it('is not told of where there are trusted ones', async () => {
    expect(await warnings(['10.0.0.0/8'], forwarded)).toEqual([]);
  });
});
