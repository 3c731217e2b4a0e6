import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { deferred, eventually } from '@postern/testing';
import { fastify } from 'fastify';
import { closeIdleConnections } from './close-idle-connections.js';

it('a server that closes ends a connection on which it was answering, once it has', async () => {
  const server = fastify();
  closeIdleConnections(server);
  const begun = deferred();
  const goOn = deferred();
  server.get('/', async (_, reply) => {
    // What stands in the headers, that the connection is kept, is said before the server closes.
    reply.raw.writeHead(200);
    reply.raw.flushHeaders();
    begun.resolve();
    await goOn.promise;
    reply.raw.end('done');
    return reply.hijack();
  });
  const url = await server.listen({ port: 0 });
  const agent = new Agent({ keepAlive: true });
  const answer = new Promise<string>((resolve, reject) => {
    get(url, { agent }, (response) => resolve(text(response))).once('error', reject);
  });
  await begun.promise;
  const closed = server.close();
  await eventually('it takes no new connection', () => !server.server.listening);
  goOn.resolve();
  expect(await answer).toBe('done');
  await closed;
  agent.destroy();
});
