import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestResources } from '@postern/testing';
import { basic, type Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const LIMIT = 64 * 1024;
const FORM = 'Content-Type: application/x-www-form-urlencoded';
const GRANT = 'grant_type=client_credentials';

const resources = new TestResources();
let postern: Postern;
let authorization: string;

beforeAll(async () => {
  postern = await startPostern(resources);
  authorization = `Authorization: ${basic(postern.admin)}`;
});
afterAll(() => resources.release());

function open(): Socket {
  const { hostname, port } = new URL(postern.url);
  // A server that refuses may close while we still write.
  return connect(Number(port), hostname).on('error', () => undefined);
}

async function everything(socket: Socket): Promise<string> {
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => (received += text));
  if (!socket.closed) await once(socket, 'close');
  return received;
}

/** Sends bytes as they are, and resolves to all that comes back until the server ends the connection. */
function send(...lines: string[]): Promise<string> {
  const socket = open();
  socket.write(lines.join('\r\n'));
  return everything(socket);
}

const tokenRequest = (...headers: string[]) => [
  'POST /oauth2/token HTTP/1.1',
  'Host: x',
  authorization,
  FORM,
  ...headers,
];
const statusesIn = (received: string) =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
const padded = (length: number) => `${GRANT}&x=`.padEnd(length, 'x');

describe('a body', () => {
  it('48: of 64 KiB is read, of one byte more is not', async () => {
    for (const [length, status] of [
      [LIMIT, 200],
      [LIMIT + 1, 413],
    ] as const) {
      const headers = [`Content-Length: ${length}`, 'Connection: close'];
      expect(statusesIn(await send(...tokenRequest(...headers), '', padded(length)))).toEqual([status]);
    }
  });

  it('48: of 64 KiB and a byte in chunks is not read either', async () => {
    for (const [length, status] of [
      [LIMIT, 200],
      [LIMIT + 1, 413],
    ] as const) {
      const chunks = padded(length)
        .match(/.{1,5000}/g)!
        .flatMap((chunk) => [chunk.length.toString(16), chunk]);
      const headers = ['Transfer-Encoding: chunked', 'Connection: close'];
      expect(statusesIn(await send(...tokenRequest(...headers), '', ...chunks, '0', '', ''))).toEqual([
        status,
      ]);
    }
  });

  it('48: that is announced too large is refused before it is sent, in the form of the endpoint', async () => {
    const oauth = await send(...tokenRequest(`Content-Length: ${LIMIT + 1}`), '', '');
    expect(statusesIn(oauth)).toEqual([413]);
    expect(oauth).toContain('"error":"invalid_request"');
    const json = ['POST /v1/application-clients HTTP/1.1', 'Host: x', 'Content-Type: application/json'];
    const management = await send(...json, `Content-Length: ${LIMIT + 1}`, '', '');
    expect(statusesIn(management)).toEqual([413]);
    expect(management).toContain('urn:postern:problem:content-too-large');
  });

  it('48: too large hides no second request behind it', async () => {
    const hidden = ['GET /health/live HTTP/1.1', 'Host: x', 'Connection: close', '', ''];
    const received = await send(
      ...tokenRequest(`Content-Length: ${LIMIT + 1}`),
      '',
      padded(LIMIT + 1) + hidden.join('\r\n'),
    );
    expect(statusesIn(received)).toEqual([413]);
  });

  it('48: of a thousand parameters → 400', async () => {
    const authenticated = { authorization: basic(postern.admin) };
    const many = await postern.post('/oauth2/token', `${GRANT}${'&a=b'.repeat(999)}`, authenticated);
    expect([many.status, many.json()['error']]).toEqual([400, 'invalid_request']);
    expect((await postern.post('/oauth2/token', `${GRANT}${'&a=b'.repeat(99)}`, authenticated)).status).toBe(
      200,
    );
  });

  it.each([
    ['both lengths', ['Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['both lengths, the other way round', ['Transfer-Encoding: chunked', 'Content-Length: 5']],
    ['two lengths', ['Content-Length: 5', 'Content-Length: 6']],
    ['a length that is none', ['Content-Length: 5x']],
    ['a negative length', ['Content-Length: -5']],
    ['another coding', ['Transfer-Encoding: xchunked']],
    ['chunked twice removed', ['Transfer-Encoding: chunked, identity']],
    ['a space before the colon', ['Transfer-Encoding : chunked']],
    ['a folded header', ['X: a', ' b']],
  ])('48: with %s → 400, and nothing after it is answered', async (_, headers) => {
    const received = await send(
      ...tokenRequest(...headers),
      '',
      '0',
      '',
      'GET /health/live HTTP/1.1',
      'Host: x',
      '',
      '',
    );
    expect(statusesIn(received)).toEqual([400]);
    expect(received).toContain('urn:postern:problem:invalid-request');
  });
});

describe('headers', () => {
  it('48: without a Host → 400 that says so', async () => {
    const received = await send('GET /health/live HTTP/1.1', '', '');
    expect(statusesIn(received)).toEqual([400]);
    expect(received).toContain('Send one Host header.');
  });

  it.each([
    ['one header', () => [`X: ${'x'.repeat(16 * 1024)}`]],
    ['many headers', () => Array.from({ length: 1_900 }, (_, index) => `X-${index}: 0123456789`)],
  ])('48: of over 16 KiB in %s → 431', async (_, headers) => {
    const received = await send('GET /health/live HTTP/1.1', 'Host: x', ...headers(), '', '');
    expect(statusesIn(received)).toEqual([431]);
    expect(received).toContain('urn:postern:problem:headers-too-large');
  });

  it('48: of over 16 KiB in the path → 431', async () => {
    expect(statusesIn(await send(`GET /${'x'.repeat(16 * 1024)} HTTP/1.1`, 'Host: x', '', ''))).toEqual([
      431,
    ]);
  });

  it('48: below that are taken', async () => {
    const received = await send(
      'GET /health/live HTTP/1.1',
      `X: ${'x'.repeat(15 * 1024)}`,
      'Host: x',
      'Connection: close',
      '',
      '',
    );
    expect(statusesIn(received)).toEqual([200]);
  });

  it('48: with a binding to no HTTP/1.1 at all → 400', async () => {
    expect(statusesIn(await send('PRI * HTTP/2.0', '', 'SM', '', ''))).toEqual([400]);
    expect(statusesIn(await send('\u0016\u0003\u0001', ''))).toEqual([400]);
  });
});

describe('a slow sender', () => {
  /** Sends a byte now and then, until the connection is gone. */
  async function drip(start: string[], byte: string): Promise<string> {
    const socket = open();
    socket.write(start.join('\r\n'));
    const drops = setInterval(() => socket.write(byte), 500);
    try {
      return await everything(socket);
    } finally {
      clearInterval(drops);
    }
  }

  it('48: is cut, whatever it is slow with', async () => {
    const first = ['GET /health/live HTTP/1.1', 'Host: x', ''];
    const received = await Promise.all([
      drip([''], ''),
      drip(['GET /health/live HTTP/1.1', 'X: '], 'x'),
      drip([...tokenRequest('Content-Length: 1000'), '', ''], 'x'),
      drip([...tokenRequest('Transfer-Encoding: chunked'), '', ''], '1\r\nx\r\n'),
      drip([...first, 'GET /health/live HTTP/1.1', 'X: '], 'x'),
    ]);
    expect(received.map(statusesIn)).toEqual([[408], [408], [408], [408], [200, 408]]);
  }, 30_000);
});
