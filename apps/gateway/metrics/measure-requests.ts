import { secondsSince } from '@postern/observability';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayMetrics } from './gateway-metrics.js';
import { endingOf } from './outcome.js';

/** Nobody else has a label of its own: a caller may choose among many. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** In place of a status and an outcome: the caller has gone before the answer, which it may have waited too long for. */
const BROKEN_OFF = 'broken_off';

/** Counts every request once its answer is sent, or nobody is left to take it. To be called before any hook that may refuse one. */
export function measureRequests(fastify: FastifyInstance, metrics: GatewayMetrics): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const begun = performance.now();
    // Fastify's own hook is not called where the connection has ended.
    reply.raw.once('close', () => measure(metrics, request, reply, secondsSince(begun)));
    done();
  });
}

/** Of what a caller sends only the method is a label, and that only where it is a usual one. */
function measure(
  metrics: GatewayMetrics,
  request: FastifyRequest,
  { raw, statusCode }: FastifyReply,
  seconds: number,
): void {
  const method = METHODS.has(request.method) ? request.method : 'other';
  const route = request.routeOptions.url ?? 'none';
  const isAnswered = raw.writableFinished;
  metrics.requests.observe({ method, route, status: isAnswered ? statusCode : BROKEN_OFF }, seconds);
  const { outcome, limit } = isAnswered ? endingOf(request) : { outcome: BROKEN_OFF, limit: undefined };
  if (limit !== undefined) metrics.limitedRequests.inc({ route, limit });
  if (route === '/oauth2/token') metrics.tokenRequests.inc({ outcome: outcome ?? 'issued' });
  else if (route === '/oauth2/introspect') metrics.introspections.inc({ outcome: outcome ?? 'internal' });
  else if (route === '/session' && method === 'POST')
    metrics.signIns.inc({ outcome: outcome ?? 'signed_in' });
  else if (route.startsWith('/v1/') && route !== '/v1/whoami') {
    metrics.managementCalls.inc({ method, route, outcome: outcome ?? 'succeeded' });
  }
}
