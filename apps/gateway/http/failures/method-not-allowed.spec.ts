import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify as createFastify, type FastifyInstance } from 'fastify';
import { collectRoutes, refuseOtherMethods } from './method-not-allowed.js';

let fastify: FastifyInstance;
let origin: string;

beforeAll(async () => {
  fastify = createFastify();
  const routes = collectRoutes(fastify);
  fastify.post('/oauth2/token', () => 'issued');
  fastify.get('/v1/things', () => 'listed');
  fastify.post('/v1/things', () => 'made');
  refuseOtherMethods(fastify, routes, 'https://issuer.example');
  origin = await fastify.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => fastify.close());

describe('a path that is known', () => {
  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    '8: answers %s with 405 and what is allowed',
    async (method) => {
      const answer = await fetch(`${origin}/oauth2/token`, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    },
  );

  it.each(['TRACE', 'PROPFIND', 'MKCOL', 'SEARCH', 'PURGE', 'QUERY'])(
    'answers %s, which fetch does not send, with 405 and what is allowed, body or not',
    async (method) => {
      for (const body of method === 'TRACE' ? [''] : ['', '<propfind/>']) {
        const headers = { 'content-type': 'application/xml', 'content-length': body.length };
        const asked = request(`${origin}/v1/things`, { method, ...(body && { headers }) }).end(body);
        const [answer] = (await once(asked, 'response')) as [IncomingMessage];
        expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
        expect((JSON.parse(await text(answer)) as { status: number }).status).toBe(405);
      }
    },
  );

  it.each(['GET', 'PROPFIND', 'TRACE'])('is not one that is not there: %s', async (method) => {
    const [answer] = (await once(request(`${origin}/v1/other`, { method }).end(), 'response')) as [
      IncomingMessage,
    ];
    answer.resume();
    expect(answer.statusCode).toBe(404);
  });

  it('names every method that it has', async () => {
    const answer = await fetch(`${origin}/v1/things`, { method: 'DELETE' });
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it.each([
    ['POST', '/oauth2/token'],
    ['GET', '/v1/things'],
    ['POST', '/v1/things'],
    ['HEAD', '/v1/things'],
  ] as const)('goes on answering %s %s', async (method, path) => {
    expect((await fetch(origin + path, { method })).status).toBe(200);
  });
});
