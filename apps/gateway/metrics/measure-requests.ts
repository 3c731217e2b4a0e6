import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayMetrics } from './gateway-metrics.js';
import { endingOf } from './outcome.js';

const MILLISECONDS = 1_000;
/** Nobody else has a label of its own: a caller may choose among many. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts every request once its answer is sent. To be called before the routes are registered. */
export function measureRequests(fastify: FastifyInstance, metrics: GatewayMetrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    measure(metrics, request, reply);
    done();
  });
}

/** Of what a caller sends only the method is a label, and that only where it is a usual one. */
function measure(metrics: GatewayMetrics, request: FastifyRequest, reply: FastifyReply): void {
  const method = METHODS.has(request.method) ? request.method : 'other';
  const route = request.routeOptions.url ?? 'none';
  const labels = { method, route, status: reply.statusCode };
  metrics.requests.observe(labels, reply.elapsedTime / MILLISECONDS);
  const { outcome, limit } = endingOf(request);
  if (limit !== undefined) metrics.limitedRequests.inc({ route, limit });
  if (route === '/oauth2/token') metrics.tokenRequests.inc({ outcome: outcome ?? 'issued' });
  else if (route === '/oauth2/introspect') metrics.introspections.inc({ outcome: outcome ?? 'internal' });
  else if (route === '/session' && method === 'POST')
    metrics.signIns.inc({ outcome: outcome ?? 'signed_in' });
  else if (route.startsWith('/v1/') && route !== '/v1/whoami') {
    metrics.managementCalls.inc({ method, route, outcome: outcome ?? 'succeeded' });
  }
}
