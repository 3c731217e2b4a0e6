import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { LookupAddress } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { newKeyPair } from '../fixtures/assertions.js';
import { FetchKeySet } from './fetch-key-set.js';
import { JwksUriRule } from '@postern/config';
import { KeySetHosts, type Resolve } from './key-set-hosts.js';
import { resolveHost } from './resolve-host.js';

const resources = new TestResources();
const jwk = newKeyPair('a').jwk;
const privateFetch = new FetchKeySet(new KeySetHosts(new JwksUriRule(true), resolveHost));

afterAll(() => resources.release());

interface Host {
  readonly port: number;
  readonly url: string;
  /** Connections so far. */
  readonly connections: () => number;
}

async function startHost(listener: RequestListener): Promise<Host> {
  let connections = 0;
  const server: Server = createServer(listener).on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  resources.add(server, async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}/jwks`, connections: () => connections };
}

function send(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const startPublishing = (body: unknown, headers?: Record<string, string>) =>
  startHost((_, response) => send(response, body, headers));

describe('fetching a key set', () => {
  it.each([
    ['application/json', undefined, undefined],
    ['application/jwk-set+json; charset=utf-8', 'public, max-age=600', 600],
    ['Application/JSON', 'max-age="60", must-revalidate', 60],
    ['application/json', 's-maxage=5, no-cache', undefined],
  ])('reads %s with Cache-Control %j', async (type, cacheControl, maxAgeSeconds) => {
    const caching = cacheControl === undefined ? {} : { 'cache-control': cacheControl };
    const { url } = await startPublishing({ keys: [jwk] }, { 'content-type': type, ...caching });
    expect(await privateFetch.execute(url)).toEqual({ keys: [jwk], maxAgeSeconds });
  });

  it('37: keeps ten keys that can be used, and passes over the others', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => ({ ...jwk, kid: `k${index}` }));
    const useless = [null, 1, {}, { kty: 'oct', k: 'AAAA' }, { ...jwk, d: 'AAAA' }, { ...jwk, use: 'enc' }];
    const { url } = await startPublishing({ keys: [...useless, ...keys] });
    expect((await privateFetch.execute(url)).keys).toEqual(keys.slice(0, 10));
  });

  it.each<[string, RequestListener]>([
    [
      '404',
      (_, response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{"keys":[]}'),
    ],
    ['204', (_, response) => response.writeHead(204).end()],
    ['HTML', (_, response) => send(response, { keys: [jwk] }, { 'content-type': 'text/html' })],
    ['no type', (_, response) => response.writeHead(200).end('{"keys":[]}')],
    ['no JSON', (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{')],
    ['no key set', (_, response) => send(response, { key: jwk })],
    ['null', (_, response) => send(response, null)],
    ['a list', (_, response) => send(response, [jwk])],
    [
      'a bomb',
      (_, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync(JSON.stringify({ keys: [jwk] }))),
    ],
    ['64 KiB and a little', (_, response) => send(response, { keys: [jwk], more: 'x'.repeat(65_536) })],
    ['nothing, and closes', (request) => request.socket.destroy()],
  ])('37: refuses %s', async (_, listener) => {
    const { url } = await startHost(listener);
    await expect(privateFetch.execute(url)).rejects.toThrow();
  });

  it('37: follows no redirect', async () => {
    const target = await startPublishing({ keys: [jwk] });
    for (const status of [301, 302, 303, 307, 308]) {
      const { url } = await startHost((_, response) =>
        response.writeHead(status, { location: target.url }).end(),
      );
      await expect(privateFetch.execute(url)).rejects.toThrow(`status ${status}`);
    }
    expect(target.connections()).toBe(0);
  });

  it('37: reads no more of 100 MB than it needs to refuse them', async () => {
    const piece = Buffer.alloc(64 * 1024, ' ');
    let sent = 0;
    const { url } = await startHost((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (sent < 100_000_000 && !response.destroyed) {
          sent += piece.length;
          if (!response.write(piece)) return;
        }
        response.end();
      };
      response.on('drain', more);
      more();
    });
    await expect(privateFetch.execute(url)).rejects.toThrow('too large');
    expect(sent).toBeLessThan(50_000_000);
  });

  it('37: waits for no host that takes its time: for a connection, a header, or a body that drips', async () => {
    const drips = (write: (response: ServerResponse) => void) =>
      startHost((_, response) => {
        const timer = setInterval(() => write(response), 50);
        response.on('close', () => clearInterval(timer));
      });
    const hosts = await Promise.all([
      startHost(() => undefined),
      drips((response) => response.socket?.write('HTTP/1.1 100 Continue\r\n\r\n')),
      drips((response) => {
        if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/json' });
        response.write(' ');
      }),
    ]);
    const outcomes = await Promise.allSettled(hosts.map(({ url }) => privateFetch.execute(url)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});

describe('the host of a key set', () => {
  const publicFetch = (resolve: Resolve = resolveHost) =>
    new FetchKeySet(new KeySetHosts(new JwksUriRule(false), resolve));

  it('37: is asked by https alone', async () => {
    const { url, connections } = await startPublishing({ keys: [jwk] });
    await expect(publicFetch().execute(url)).rejects.toThrow('not an https URL');
    expect(connections()).toBe(0);
  });

  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'localhost',
    'a.localhost',
    'LOCALHOST.',
    '0.0.0.0',
  ])('37: is not %s', async (host) => {
    const { port, connections } = await startPublishing({ keys: [jwk] });
    await expect(publicFetch().execute(`https://${host}:${port}/`)).rejects.toThrow('not public');
    expect(connections()).toBe(0);
  });

  it.each([
    [['127.0.0.1']],
    [['10.0.0.1']],
    [['::ffff:127.0.0.1']],
    [['64:ff9b::7f00:1']],
    [['2002:7f00:1::']],
    [['1.1.1.1', '127.0.0.1']],
    [['127.0.0.1', '1.1.1.1']],
    [[]],
    [['no address']],
  ])('37: is none that resolves to %j', async (addresses) => {
    const { port, connections } = await startPublishing({ keys: [jwk] });
    const fetched = publicFetch(() => Promise.resolve(addresses)).execute(`https://keys.example:${port}/`);
    await expect(fetched).rejects.toThrow(/not public|no address/);
    expect(connections()).toBe(0);
  });

  it('37: is connected to at the address that was checked, though DNS changes a moment later', async () => {
    const answers = [['1.1.1.1', '2606:4700::1111'], ['127.0.0.1']];
    const resolve = jest.fn<Resolve>(() => Promise.resolve(answers.shift()!));
    const { lookup } = new KeySetHosts(new JwksUriRule(false), resolve);
    const looked = () =>
      new Promise((done, fail) =>
        lookup('keys.example', { all: true }, (error, addresses) =>
          error === null ? done((addresses as LookupAddress[]).map(({ address }) => address)) : fail(error),
        ),
      );
    expect(await looked()).toEqual(['1.1.1.1', '2606:4700::1111']);
    await expect(looked()).rejects.toThrow('not public');
  });

  it('37: is resolved once for a fetch, and nowhere else', async () => {
    let host: string | undefined;
    const { port } = await startHost((request, response) => {
      ({ host } = request.headers);
      send(response, { keys: [jwk] });
    });
    const resolve = jest.fn<Resolve>().mockResolvedValueOnce(['127.0.0.1']);
    const fetch = new FetchKeySet(new KeySetHosts(new JwksUriRule(true), resolve));
    expect((await fetch.execute(`http://keys.example:${port}/`)).keys).toEqual([jwk]);
    expect(resolve.mock.calls).toEqual([['keys.example']]);
    expect(host).toBe(`keys.example:${port}`);
  });

  it('is found by the name localhost where private addresses are allowed', async () => {
    const { port } = await startPublishing({ keys: [jwk] });
    expect((await privateFetch.execute(`http://localhost:${port}/`)).keys).toEqual([jwk]);
  });
});
