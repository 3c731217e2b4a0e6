import type { IncomingMessage } from 'node:http';
import { Failure } from '@postern/contracts';
import type { FastifyInstance } from 'fastify';
import { sendFailure } from './send-failure.js';

/** Refuses a request that somebody else on its way may read as another one, and ends its connection. */
export function refuseUnclearRequests(fastify: FastifyInstance, issuer: string): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const message = unclear(request.raw);
    if (message === undefined) {
      done();
      return;
    }
    reply.header('connection', 'close');
    sendFailure(issuer, request, reply, new Failure('invalid_request', { message }));
  });
}

/** What is unclear about it, as its sender is told. */
function unclear({ httpVersion, headers, headersDistinct }: IncomingMessage): string | undefined {
  // RFC 9112 §3.2; HTTP/1.0 need not name any.
  const hosts = headersDistinct['host']?.length ?? 0;
  if (hosts > 1 || (hosts === 0 && httpVersion !== '1.0')) return 'Send one Host header.';
  // RFC 9112 §6.1: a body in another coding would be taken for text.
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return 'The only transfer coding here is chunked.';
  if ((headersDistinct['content-type']?.length ?? 0) > 1) return 'Send one Content-Type header.';
  return undefined;
}
