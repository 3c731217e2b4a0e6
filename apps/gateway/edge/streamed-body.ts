import { PassThrough, type Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { hasBody } from './forwarded-headers.js';

/**
 * A request's body on its way to the upstream, `null` where it has none. A stream of its own, since undici destroys
 * what it has not read when the upstream answers early, and takes the socket from a request that it destroys.
 */
export function streamedBody(request: FastifyRequest): Readable | null {
  if (!hasBody(request)) return null;
  const { raw } = request;
  const body = raw.pipe(new PassThrough());
  raw.once('close', () => {
    if (!raw.complete) body.destroy(new Error('The caller went away.'));
  });
  return body;
}
