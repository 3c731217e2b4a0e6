import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Headers that every answer has: the id under which our logs know it, and no guessing of types. */
export function setStandardHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
}

export function addStandardHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    setStandardHeaders(request, reply);
    done();
  });
}
