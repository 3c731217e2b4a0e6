import type { FastifyInstance } from 'fastify';

/** Headers that every answer has: the id under which our logs know it, and no guessing of types. */
export function addStandardHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    done();
  });
}
