import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Failure } from '@postern/contracts';
import type { FastifyInstance } from 'fastify';
import { createAdapter } from '../create-adapter.js';
import { addStandardHeaders } from '../standard-headers.js';
import { sendFailure } from './send-failure.js';

const ISSUER = 'https://issuer.example';
let fastify: FastifyInstance;
let origin: string;
let failure: Failure;

beforeAll(async () => {
  fastify = createAdapter(ISSUER).getInstance<FastifyInstance>();
  addStandardHeaders(fastify, ISSUER, () => false);
  for (const url of ['/oauth2/token', '/v1/whoami']) {
    fastify.get(url, (request, reply) => {
      reply.header('cache-control', 'public');
      sendFailure(ISSUER, request, reply, failure);
    });
  }
  origin = await fastify.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => fastify.close());

async function fail(path: string, withFailure: Failure) {
  failure = withFailure;
  const { status, headers, text } = await ask(path);
  return { status, headers, body: JSON.parse(text) as Record<string, unknown> };
}

async function ask(path: string) {
  const answer = await fetch(origin + path);
  return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
}

describe('a failure', () => {
  it.each(['/oauth2/token', '/%6fauth2/token', '/oauth2/%74oken', '/oauth2/token?x=/v1/'])(
    'at %s is an OAuth error with its challenge',
    async (url) => {
      const answer = await fail(url, new Failure('invalid_client'));
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ error: 'invalid_client' });
      expect(answer.headers).toMatchObject({
        'www-authenticate': 'Basic realm="postern", charset="UTF-8"',
        'cache-control': 'no-store',
        pragma: 'no-cache',
      });
    },
  );

  it.each(['/v1/whoami', '/v1/%77hoami', '/v1/whoami?x=/oauth2/'])('at %s is a problem', async (url) => {
    const answer = await fail(url, new Failure('missing_token'));
    expect(answer.status).toBe(401);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ request_id: answer.headers['x-request-id'] });
  });

  it('8: of the media type is a malformed request to an OAuth client, which is told the right type', async () => {
    const answer = await fail('/oauth2/token', new Failure('unsupported_media_type'));
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        error: 'invalid_request',
        error_description: 'Send the parameters as application/x-www-form-urlencoded.',
      },
    ]);
    expect((await fail('/v1/whoami', new Failure('unsupported_media_type'))).status).toBe(415);
  });

  it.each(['/oauth2/token', '/v1/whoami'])(
    '11: of a dependency says at %s when to try again',
    async (url) => {
      const answer = await fail(url, new Failure('unavailable'));
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
    },
  );

  it.each(['/%zz', '/oauth2/%zz', '/v1/%ff'])(
    'of a path that cannot be decoded (%s) has all headers',
    async (url) => {
      const answer = await ask(url);
      expect(answer.status).toBe(404);
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-request-id': expect.any(String),
      });
    },
  );
});
