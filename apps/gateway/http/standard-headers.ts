import type { FastifyInstance } from 'fastify';

/** A year, after which a browser that has not come back may ask by http again; seconds. */
const HTTPS_ALONE_SECONDS = 31_536_000;

/**
 * Headers that every answer has: the id under which our logs know it, no guessing of types, and where the outside sees us
 * by https, that browsers never ask by http (RFC 6797).
 */
export function standardHeaders(issuer: string, requestId: string): Record<string, string> {
  return {
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    ...(issuer.startsWith('https:') && { 'strict-transport-security': `max-age=${HTTPS_ALONE_SECONDS}` }),
  };
}

/** @param isStopping once it is, each answer is the last one of its connection */
export function addStandardHeaders(
  fastify: FastifyInstance,
  issuer: string,
  isStopping: () => boolean,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(standardHeaders(issuer, request.id));
    if (isStopping()) reply.header('connection', 'close');
    done();
  });
}
