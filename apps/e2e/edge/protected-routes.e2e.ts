import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deferred, eventually, TestResources } from '@postern/testing';
import type { Question } from '../system/ask.js';
import { bearer, MANAGEMENT, type ApplicationClient, type Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { Upstream, type Seen } from './upstream.js';

const resources = new TestResources();
let postern: Postern;
let upstream: Upstream;
let client: ApplicationClient;
let token: string;
/** Accepts connections and never says a word. */
let silentPort: number;

beforeAll(async () => {
  upstream = await Upstream.start(resources);
  const silent = createServer((socket) => socket.on('error', () => undefined).resume()).listen(
    0,
    '127.0.0.1',
  );
  await once(silent, 'listening');
  resources.add(silent, () => silent.close());
  silentPort = (silent.address() as AddressInfo).port;

  const route = { upstream: upstream.url, audience: MANAGEMENT, scopes: ['clients:read'] };
  const file = join(await resources.folder(), 'routes.yaml');
  await writeFile(
    file,
    JSON.stringify([
      // Longer than a test, so that none passes because time has run out.
      { ...route, path: '/orders', timeout_seconds: 300 },
      { ...route, path: '/orders/admin', scopes: ['clients:read', 'clients:write'] },
      { ...route, path: '/stripped', upstream: `${upstream.url}/base`, strip_path: true },
      { ...route, path: '/unreachable', upstream: 'http://127.0.0.1:1' },
      { ...route, path: '/silent', upstream: `http://127.0.0.1:${silentPort}`, timeout_seconds: 1 },
      { ...route, path: '/no-tls', upstream: upstream.url.replace('http', 'https') },
    ]),
  );
  postern = await startPostern(resources, { PROTECTED_ROUTES_FILE: file });
  client = await postern.createClient({ scopes: ['clients:read'] });
  token = await postern.accessToken(client);
});
afterAll(() => resources.release());
beforeEach(() => {
  upstream.reset();
});

const get = (path: string, { headers, ...question }: Question = {}) =>
  postern.ask(path, { ...question, headers: { ...bearer(token), ...headers } });

function open(
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): ClientRequest {
  const { hostname, port } = new URL(postern.url);
  const headers = { ...bearer(token), ...options.headers };
  return httpRequest({ hostname, port, path, ...options, headers }).on('error', () => undefined);
}

const answerOf = async (request: ClientRequest) =>
  ((await once(request, 'response')) as [IncomingMessage])[0];

describe('who is let through a protected route', () => {
  it('is who brings a good token', async () => {
    const answer = await get('/orders/1?x=%2e%2e/y&x=z', { method: 'DELETE' });
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ method: 'DELETE', url: '/orders/1?x=%2e%2e/y&x=z' });
  });

  it('is nobody else', async () => {
    const otherAudience = await postern.accessToken(client, { resource: postern.issuer });
    const gone = await postern.createClient({ scopes: ['clients:read'] });
    const goneToken = await postern.accessToken(gone);
    await postern.deleteClient(gone);
    for (const [headers, status, challenge] of [
      [{}, 401, 'Bearer realm="postern"'],
      [bearer('x'), 401, 'Bearer realm="postern", error="invalid_token"'],
      [bearer(otherAudience), 401, 'Bearer realm="postern", error="invalid_token"'],
      [bearer(goneToken), 401, 'Bearer realm="postern", error="invalid_token"'],
      [{ Authorization: [`Bearer ${token}`, 'Bearer x'] }, 400, undefined],
    ] as const) {
      const answer = await postern.ask('/orders/1', { headers: headers as never });
      expect([answer.status, answer.headers['www-authenticate']]).toEqual([status, challenge]);
      expect(answer.json()).toMatchObject({ request_id: answer.headers['x-request-id'] });
    }
    const little = await get('/orders/admin/x');
    expect([little.status, little.headers['www-authenticate']]).toEqual([
      403,
      'Bearer realm="postern", error="insufficient_scope", scope="clients:read clients:write"',
    ]);
    expect(upstream.seen).toEqual([]);
  });

  it('is nobody by TRACE, which would show what we add', async () => {
    const answer = await get('/orders/1', { method: 'TRACE' });
    expect([answer.status, answer.headers['allow']]).toEqual([
      405,
      'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    ]);
    expect((await postern.ask('/nowhere', { method: 'TRACE' })).status).toBe(404);
    expect(upstream.seen).toEqual([]);
  });

  it('38: is the same in every spelling of a path, or nobody', async () => {
    for (const spelling of [
      '/orders/../orders/admin/x',
      '/orders/./admin/x',
      '/orders//admin/x',
      '//orders/admin/x',
      '/orders/%2e%2e/orders/admin',
      '/orders/x/%2e%2e/admin',
      '/orders/..%2fadmin',
      '/orders%2fadmin',
      '/orders/%61dmin',
      '/orders/%2561dmin',
      '/orders/ADMIN',
      '/Orders/admin',
      '/orders/admin;x',
      '/orders;x/admin',
      '/orders/admin%3bx',
      '/orders\\admin',
      '/orders/x\\..\\admin',
      '/orders/admin#x',
      '/orders/admin%00',
      '/%6frders/admin',
      '/ordersadmin',
      `http://127.0.0.1/orders/admin`,
      `http://evil.example/orders/1`,
    ]) {
      const answer = await get(spelling);
      expect([400, 403, 404].map((status) => [spelling, status])).toContainEqual([spelling, answer.status]);
    }
    expect(upstream.seen).toEqual([]);
  });

  it('loses no route of our own to it', async () => {
    expect((await postern.ask('/health/live')).status).toBe(200);
    expect((await get('/v1/whoami')).json()).toMatchObject({ client_id: client.client_id });
  });
});

describe('the headers of a request', () => {
  const seenWith = async (path: string, headers: Record<string, string | string[]>) => {
    expect((await get(path, { headers })).status).toBe(200);
    return upstream.seen.at(-1) as Seen;
  };

  it('say who calls, whatever the caller says', async () => {
    const seen = await seenWith('/orders/1', {
      'X-Client-Id': 'evil',
      'x-scopes': ['evil', 'evil'],
      X_Client_Id: 'evil',
      'X_client-ID': 'evil',
      'X-AUDIENCE': 'evil',
      x_audience: 'evil',
      Connection: 'close, X-Client-Id, x-scopes',
    });
    expect(seen.headers).toMatchObject({
      'x-client-id': [client.client_id],
      'x-scopes': ['clients:read'],
      'x-audience': [MANAGEMENT],
    });
    expect(JSON.stringify(seen)).not.toContain('evil');
  });

  it('say how it came in, and go without those that could redirect it', async () => {
    const seen = await seenWith('/stripped/x?y', {
      Host: 'api.example',
      'X-Forwarded-For': '6.6.6.6',
      'X-Forwarded-Proto': 'evil',
      'X-Forwarded-Port': 'evil',
      Forwarded: 'for=evil',
      'X-Original-URL': '/evil',
      'X-Rewrite-URL': '/evil',
      'X-Real-Ip': 'evil',
    });
    expect(seen.url).toBe('/base/x?y');
    expect(seen.headers).toMatchObject({
      host: [new URL(upstream.url).host],
      'x-forwarded-for': ['127.0.0.1'],
      'x-forwarded-host': ['api.example'],
      'x-forwarded-proto': ['http'],
      'x-forwarded-prefix': ['/stripped'],
    });
    expect(JSON.stringify(seen)).not.toMatch(/evil|6\.6\.6\.6/);
  });

  it('are otherwise the caller’s, the token among them, without those of the connection and the console’s cookie', async () => {
    const seen = await seenWith('/orders/1', {
      Accept: 'text/x',
      'X-Twice': ['1', '2'],
      Cookie: `a=b; postern_session=${token}; __Host-postern_session=${token}`,
      Connection: 'keep-alive, X-Hop',
      'X-Hop': 'hop',
      'Keep-Alive': 'timeout=9',
      TE: 'trailers',
      Upgrade: 'h2c',
      'Proxy-Authorization': 'Basic hop',
    });
    expect(seen.headers).toMatchObject({
      accept: ['text/x'],
      'x-twice': ['1', '2'],
      cookie: ['a=b'],
      authorization: [`Bearer ${token}`],
    });
    for (const name of ['x-hop', 'keep-alive', 'te', 'upgrade', 'proxy-authorization']) {
      expect([name, seen.headers[name]]).toEqual([name, undefined]);
    }
  });
});

describe('an answer', () => {
  it('comes as it is, without what belongs to the connection', async () => {
    upstream.handler = (_, response) => {
      response.writeHead(418, {
        'Set-Cookie': [
          'a=1',
          'postern_session=planted',
          'b=2',
          '__Host-postern_session=planted; Secure; Path=/',
        ],
        'Content-Type': 'text/x',
        Connection: 'X-Hop',
        'X-Hop': 'hop',
        'Proxy-Authenticate': 'Basic',
        'X-Request-Id': 'theirs',
        'X-Latin': 'caf\u00e9',
      });
      response.end('teapot');
    };
    const answer = await get('/orders/1');
    expect([answer.status, answer.body]).toEqual([418, 'teapot']);
    expect(answer.headers).toMatchObject({
      'set-cookie': 'a=1, b=2',
      'content-type': 'text/x',
      'x-latin': 'caf\u00e9',
    });
    expect(Object.keys(answer.headers)).not.toContain('x-hop');
    expect(Object.keys(answer.headers)).not.toContain('proxy-authenticate');
    expect(answer.headers['x-request-id']).toBe(upstream.seen[0]?.headers['x-request-id']?.[0]);
  });

  it.each([
    ['HEAD', 200, { 'Content-Length': '42' }],
    ['GET', 204, {}],
    ['GET', 304, { ETag: '"x"' }],
    ['GET', 302, { Location: 'http://elsewhere.example/' }],
    ['GET', 503, { 'Retry-After': '7' }],
    ['GET', 401, { 'WWW-Authenticate': 'Custom' }],
  ])('to %s with %d comes once, and as it is', async (method, status, headers) => {
    upstream.handler = (_, response) => response.writeHead(status, headers).end();
    const answer = await get('/orders/1', { method });
    expect(answer.status).toBe(status);
    for (const [name, value] of Object.entries(headers))
      expect(answer.headers[name.toLowerCase()]).toBe(value);
    expect(upstream.seen).toHaveLength(1);
  });

  it('is passed on while it is made', async () => {
    const goOn = deferred<undefined>();
    upstream.handler = async (_, response) => {
      response.write('first');
      await goOn.promise;
      response.end('second');
    };
    const answer = await answerOf(open('/orders/1').end());
    expect(String(((await once(answer, 'data')) as [Buffer])[0])).toBe('first');
    goOn.resolve(undefined);
    expect(await text(answer)).toBe('second');
  });

  it('that breaks off is not made to look whole', async () => {
    upstream.handler = (_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half', () => response.destroy());
    };
    const answer = await answerOf(open('/orders/1').end());
    await expect(buffer(answer)).rejects.toThrow('aborted');
  });
});

describe('a body', () => {
  it.each([
    ['with its length', { 'content-length': '5000000' }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('48: of a protected route may be large, %s', async (_, headers) => {
    upstream.handler = async (request, response) => {
      const { length } = await buffer(request);
      response.end(`${length} ${request.headers['content-length']} ${request.headers['transfer-encoding']}`);
    };
    const request = open('/orders/1', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    request.end(Buffer.alloc(5_000_000, '{'));
    const framing = 'content-length' in headers ? '5000000 undefined' : 'undefined chunked';
    expect(await text(await answerOf(request))).toBe(`5000000 ${framing}`);
  });

  it('is passed on while it is made, with the answer on its way already', async () => {
    upstream.handler = (request, response) => request.pipe(response);
    const request = open('/orders/1', { method: 'PUT' });
    request.write('ping');
    const answer = await answerOf(request);
    expect(String(((await once(answer, 'data')) as [Buffer])[0])).toBe('ping');
    request.end('pong');
    expect(await text(answer)).toBe('pong');
  });

  it('goes along with a GET', async () => {
    upstream.handler = (request, response) => request.pipe(response);
    expect((await get('/orders/1', { body: 'x'.repeat(100_000) })).body).toHaveLength(100_000);
  });

  it('waits while the upstream does not read', async () => {
    const read = deferred<undefined>();
    let received = 0;
    upstream.handler = async (request, response) => {
      await read.promise;
      for await (const chunk of request) received += (chunk as Buffer).length;
      response.end(String(received));
    };
    const size = 200_000_000;
    const request = open('/orders/1', { method: 'POST', headers: { 'content-length': String(size) } });
    const chunk = Buffer.alloc(1_000_000);
    let sent = 0;
    const accepted = () => request.write(chunk, () => undefined) || sent < 64_000_000;
    // Far more than socket buffers hold.
    while (sent < size) {
      sent += chunk.length;
      if (!accepted()) break;
    }
    await eventually('the sender is held up', () => upstream.seen.length === 1 && request.writableLength > 0);
    expect(request.writableLength).toBeGreaterThan(20_000_000);
    read.resolve(undefined);
    while (sent < size) {
      sent += chunk.length;
      request.write(chunk);
    }
    request.end();
    expect(await text(await answerOf(request))).toBe(String(size));
  });

  it('that the upstream does not want does not cost the caller its answer', async () => {
    const sent = 100_000;
    upstream.handler = (request, response) => {
      let seen = 0;
      // Not before it has read what there is: closing a connection with something unread in it takes back what was written.
      request.on('data', (part: Buffer) => {
        seen += part.length;
        if (seen === sent) response.writeHead(413, { connection: 'close' }).end('x'.repeat(3_000_000));
      });
    };
    const request = open('/orders/1', { method: 'POST', headers: { 'content-length': '50000000' } });
    request.write(Buffer.alloc(sent));
    const answer = await answerOf(request);
    expect([answer.statusCode, (await text(answer)).length]).toEqual([413, 3_000_000]);
    request.destroy();
  });

  it('of who is not let through is not asked for', async () => {
    const request = open('/orders/1', {
      method: 'POST',
      headers: { authorization: 'Bearer x', 'content-length': '50000000' },
    });
    request.write('x');
    expect((await answerOf(request)).statusCode).toBe(401);
    request.destroy();
    expect(upstream.seen).toEqual([]);
  });

  it('may take longer than others have, as long as it moves', async () => {
    upstream.handler = (request, response) => request.pipe(response);
    const request = open('/orders/1', { method: 'POST' });
    const answered = answerOf(request);
    for (let second = 0; second < 13; second++) {
      request.write('x');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    request.end();
    expect(await text(await answered)).toHaveLength(13);
  });
});

describe('a caller that goes away', () => {
  it.each(['before the answer', 'during the answer', 'during its own body'])(
    '%s ends the request at the upstream',
    async (when) => {
      const reached = deferred<undefined>();
      const ended = deferred<undefined>();
      upstream.handler = (request, response) => {
        response.once('close', () => ended.resolve(undefined));
        request.on('error', () => undefined);
        if (when === 'during the answer') response.write('x');
        reached.resolve(undefined);
      };
      const request = open('/orders/1', { method: 'POST' });
      if (when === 'during its own body') request.write('x');
      else request.end();
      await reached.promise;
      if (when === 'during the answer') await answerOf(request);
      request.destroy();
      await ended.promise;
      expect((await postern.ask('/health/live')).status).toBe(200);
    },
  );
});

describe('an upstream that fails', () => {
  it.each([
    ['cannot be reached', '/unreachable/x', 502, 'bad-gateway'],
    ['has no certificate', '/no-tls/x', 502, 'bad-gateway'],
    ['says nothing', '/silent/x', 504, 'gateway-timeout'],
  ])('since it %s is told of as a problem', async (_, path, status, type) => {
    const answer = await get(path, { method: 'POST', body: 'x' });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({
      type: `urn:postern:problem:${type}`,
      request_id: answer.headers['x-request-id'],
    });
    expect(answer.body).not.toContain('127.0.0.1');
  });

  it.each(['hangs up', 'speaks no HTTP', 'switches protocols unasked', 'has a status that is none'])(
    'since it %s is told of as a problem, and asked once',
    async (how) => {
      upstream.handler = ({ socket }) => {
        if (how === 'speaks no HTTP') socket.end('SSH-2.0-OpenSSH\r\n');
        else if (how === 'switches protocols unasked')
          socket.end('HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n');
        else if (how === 'has a status that is none')
          socket.end('HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n');
        else socket.destroy();
      };
      const answer = await get('/orders/1');
      expect([answer.status, upstream.seen.length]).toEqual([502, 1]);
    },
  );
});

describe('a request that could be two', () => {
  async function send(...lines: string[]): Promise<string> {
    const { hostname, port } = new URL(postern.url);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    socket.write(lines.join('\r\n'));
    return text(socket);
  }
  const start = () => ['POST /orders/1 HTTP/1.1', 'Host: x', `Authorization: Bearer ${token}`];
  const hidden = ['GET /orders/hidden HTTP/1.1', 'Host: x', '', ''];

  it.each([
    ['both lengths', ['Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['two lengths', ['Content-Length: 5', 'Content-Length: 6']],
    ['another coding', ['Transfer-Encoding: xchunked']],
    ['a coding before the chunks', ['Transfer-Encoding: gzip, chunked']],
    ['two codings', ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked']],
    ['a space before the colon', ['Transfer-Encoding : chunked']],
    ['a bare line feed', ['X: a\nTransfer-Encoding: chunked']],
  ])('48: with %s does not reach the upstream', async (_, headers) => {
    const received = await send(...start(), ...headers, 'Connection: close', '', '0', '', ...hidden);
    expect(received).toMatch(/^HTTP\/1\.1 400 /);
    expect(upstream.seen).toEqual([]);
  });

  it('48: with a length that its Connection header disowns reaches it as one', async () => {
    upstream.handler = async (request, response) => response.end(await text(request));
    const received = await send(
      ...start(),
      'Content-Length: 5',
      'Connection: close, content-length',
      '',
      'hello',
    );
    expect(received).toContain('hello');
    expect(upstream.seen).toHaveLength(1);
  });

  it('asks for no WebSocket', async () => {
    const upgrade = [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ];
    const received = await send('GET /orders/1 HTTP/1.1', ...start().slice(1), ...upgrade, '', '');
    expect(received).toMatch(/^HTTP\/1\.1 400 /);
    expect(received).toContain('WebSockets are not passed on here.');
    expect(upstream.seen).toEqual([]);
  });
});
