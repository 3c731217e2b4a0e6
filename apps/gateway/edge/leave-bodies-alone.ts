import type { FastifyInstance } from 'fastify';

/** Bodies of any type and size stay where they are: in the connection, read by nobody or by who passes them on. */
export function leaveBodiesAlone(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _body, done) => done(null));
}
