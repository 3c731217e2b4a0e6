import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify as createFastify, type FastifyInstance } from 'fastify';
import { nodeLimits } from './limits.js';
import { requireHost } from './require-host.js';

let fastify: FastifyInstance;
let port: number;

beforeAll(async () => {
  fastify = createFastify({ http: nodeLimits });
  requireHost(fastify, 'https://issuer.example');
  for (const path of ['/v1/things', '/oauth2/token']) fastify.get(path, () => 'answered');
  await fastify.listen({ host: '127.0.0.1', port: 0 });
  port = (fastify.server.address() as AddressInfo).port;
});
afterAll(() => fastify.close());

async function ask(...lines: string[]) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), body };
}

describe('a request', () => {
  it.each([
    ['without a Host', ['GET /v1/things HTTP/1.1']],
    ['with two', ['GET /v1/things HTTP/1.1', 'Host: a', 'Host: b']],
    ['with the same one twice', ['GET /v1/things HTTP/1.1', 'Host: a', 'Host: a']],
    ['of HTTP/1.0 with two', ['GET /v1/things HTTP/1.0', 'Host: a', 'Host: b']],
    ['without one to nowhere', ['GET /nowhere HTTP/1.1']],
  ])('48: %s is told so, and is the last one of its connection', async (_, lines) => {
    const { status, head, body } = await ask(...lines);
    expect(status).toBe(400);
    expect(head).toContain('content-type: application/problem+json');
    expect(head).toContain('connection: close');
    expect(JSON.parse(body)).toMatchObject({
      type: 'urn:postern:problem:invalid-request',
      detail: 'Send one Host header.',
    });
  });

  it('48: without one at an OAuth endpoint is told so as that does', async () => {
    const { status, body } = await ask('GET /oauth2/token HTTP/1.1');
    expect([status, JSON.parse(body)]).toEqual([
      400,
      { error: 'invalid_request', error_description: 'Send one Host header.' },
    ]);
  });

  it.each([
    ['with one', ['GET /v1/things HTTP/1.1', 'Host: a', 'Connection: close']],
    ['with an empty one', ['GET /v1/things HTTP/1.1', 'Host:', 'Connection: close']],
    ['of HTTP/1.0 without one', ['GET /v1/things HTTP/1.0']],
  ])('%s is answered', async (_, lines) => {
    expect(await ask(...lines)).toMatchObject({ status: 200, body: 'answered' });
  });
});
