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
