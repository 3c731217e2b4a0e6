import type { AccessTokenClaims } from '@postern/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allowLongBody } from '../http/long-bodies.js';
import { forwardedHeaders } from './forwarded-headers.js';
import { pathAtUpstream } from './match-route.js';
import type { ProtectedRoute } from './protected-route.js';
import type { Target } from './request-path.js';
import { returnedHeaders } from './returned-headers.js';
import { spanOfUpstream } from './span-of-upstream.js';
import { streamedBody } from './streamed-body.js';
import type { Upstreams } from './upstreams.js';

/** How much longer than its upstream a caller may pause, so that the upstream is named as the one that is late. */
const CALLER_PAUSES_LONGER_MS = 5_000;

/**
 * Passes an authorized request on and its answer back, both as streams, each no faster than the other side reads.
 * Who goes away ends the other side too.
 *
 * @throws Failure `gateway_timeout`, `bad_gateway`
 */
export async function passOn(
  upstreams: Upstreams,
  { route, target, claims }: { route: ProtectedRoute; target: Target; claims: AccessTokenClaims },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    gone.abort();
  });
  const pauseMs = route.timeout_seconds * 1_000;
  allowLongBody(request.raw, pauseMs + CALLER_PAUSES_LONGER_MS);
  try {
    const answer = await spanOfUpstream(route, request.method, () =>
      upstreams.ask({
        origin: route.upstream.origin,
        path: pathAtUpstream(route, target.path) + target.query,
        method: request.method,
        headers: forwardedHeaders(request, route, claims),
        body: streamedBody(request),
        signal: gone.signal,
        headersTimeout: pauseMs,
        bodyTimeout: pauseMs,
      }),
    );
    // The rest of a body that the upstream did not want would stand before the next request.
    if (!request.raw.complete) reply.header('connection', 'close');
    return await reply.code(answer.statusCode).headers(returnedHeaders(answer.headers)).send(answer.body);
  } catch (error) {
    if (gone.signal.aborted) return reply.hijack();
    throw error;
  }
}
