import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Headers that every answer has: the id under which our logs know it, and no guessing of types. */
export function setStandardHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
}

/** @param isStopping once it is, each answer is the last one of its connection */
export function addStandardHeaders(fastify: FastifyInstance, isStopping: () => boolean): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    setStandardHeaders(request, reply);
    if (isStopping()) reply.header('connection', 'close');
    done();
  });
}
