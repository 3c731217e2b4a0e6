import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify as createFastify, type FastifyInstance } from 'fastify';
import { registerBodyParsers } from './body-parsers.js';

let fastify: FastifyInstance;
let url: string;

beforeAll(async () => {
  fastify = createFastify();
  registerBodyParsers(fastify);
  fastify.post('/', (request) => ({ body: request.body ?? null }));
  url = await fastify.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => fastify.close());

function post(type: string, body: string) {
  return fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
}

describe('a body', () => {
  it.each([
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded;charset=UTF-8',
    'Application/X-WWW-Form-Urlencoded',
  ])('of type %s stays text, so that doubled parameters are seen', async (type) => {
    expect(await (await post(type, 'a=1&a=2')).json()).toEqual({ body: { text: 'a=1&a=2' } });
  });

  it.each(['application/json', 'application/json; charset=utf-8'])('of type %s is parsed', async (type) => {
    expect(await (await post(type, '{"a":[1]}')).json()).toEqual({ body: { a: [1] } });
  });

  it('that is empty is none, whatever its type says', async () => {
    expect(await (await post('application/json', '')).json()).toEqual({ body: null });
  });

  it.each(['{"__proto__":{"a":1}}', '{"constructor":{"prototype":{"a":1}}}', '{', '{}{}', 'nul'])(
    '31: %s is refused',
    async (payload) => {
      expect((await post('application/json', payload)).status).toBe(400);
    },
  );

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'application/json2', 'json'])(
    'of type %s is refused',
    async (type) => {
      expect((await post(type, 'x')).status).toBe(415);
    },
  );
});
