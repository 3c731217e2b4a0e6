import { Failure } from '@postern/contracts';
import type { FastifyInstance } from 'fastify';
import { sendFailure } from './failures/send-failure.js';

/** Refuses a request that does not name its host, or names more than one (RFC 9112 §3.2). HTTP/1.0 need not name any. */
export function requireHost(fastify: FastifyInstance, issuer: string): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { httpVersion, rawHeaders } = request.raw;
    // Names stand at even places. Of two, `headers` keeps the first and says nothing of the other.
    const hosts = rawHeaders.filter((name, place) => place % 2 === 0 && name.toLowerCase() === 'host').length;
    if (hosts === 1 || (hosts === 0 && httpVersion === '1.0')) {
      done();
      return;
    }
    // Who builds requests this way may not agree with us on where one ends.
    reply.header('connection', 'close');
    const message = 'Send one Host header.';
    sendFailure(issuer, request, reply, new Failure('invalid_request', { message }));
  });
}
