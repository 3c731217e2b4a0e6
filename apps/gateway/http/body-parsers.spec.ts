import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify as createFastify, type FastifyInstance } from 'fastify';
import { registerBodyParsers } from './body-parsers.js';

let fastify: FastifyInstance;
let url: string;

beforeAll(async () => {
  fastify = createFastify();
  registerBodyParsers(fastify);
  fastify.post('/', ({ body }) => ({ kind: body?.constructor.name ?? null, ...(body as object) }));
  url = await fastify.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => fastify.close());

async function read(type: string, body: string, headers = {}): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type, ...headers }, body });
  return answer.json();
}

describe('a body', () => {
  it.each([
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded;charset=UTF-8',
    'Application/X-WWW-Form-Urlencoded',
  ])('of type %s stays text, so that doubled parameters are seen', async (type) => {
    expect(await read(type, 'a=1&a=2')).toEqual({ kind: 'FormText', text: 'a=1&a=2' });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'application/merge-patch+json'])(
    'of type %s stays text until its route reads it',
    async (type) => {
      expect(await read(type, '{"a":')).toEqual({ kind: 'JsonText', text: '{"a":' });
    },
  );

  it('that is empty is none, whatever its type says', async () => {
    expect(await read('application/json', '')).toEqual({ kind: null });
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'application/json2'])(
    'of type %s is not read',
    async (type) => {
      expect(await read(type, 'x')).toEqual({ kind: 'OtherBody' });
    },
  );

  it('that is compressed is not read', async () => {
    expect(await read('application/json', '{}', { 'content-encoding': 'gzip' })).toEqual({
      kind: 'OtherBody',
    });
    expect(await read('application/json', '{}', { 'content-encoding': 'identity' })).toMatchObject({
      text: '{}',
    });
  });
});
