import { Failure } from '@postern/contracts';
import type { NatsClient } from '@postern/messaging';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { anyMethod } from '../http/any-method.js';
import { bearerClaims } from '../http/access/bearer-claims.js';
import { requireAccess } from '../http/access/required-access.js';
import { leaveBodiesAlone } from './leave-bodies-alone.js';
import { matchRoute } from './match-route.js';
import { passOn } from './pass-on.js';
import type { ProtectedRoute } from './protected-route.js';
import { readTarget } from './request-path.js';
import { Upstreams } from './upstreams.js';

/** Puts servers behind us: who brings a token that is good for a route is passed on to its upstream. */
export function registerProtectedRoutes(
  fastify: FastifyInstance,
  nats: NatsClient,
  routes: readonly ProtectedRoute[],
): void {
  const upstreams = new Upstreams();

  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    refuseUnknownFraming(request, reply);
    const target = readTarget(request.raw.url ?? '');
    const route = matchRoute(routes, target.path);
    if (route === undefined) throw new Failure('not_found');
    const claims = await bearerClaims(nats, request);
    requireAccess(claims, { audiences: [route.audience], scopes: route.scopes });
    return passOn(upstreams, { route, target, claims }, request, reply);
  };

  void fastify.register((scope, _, done) => {
    leaveBodiesAlone(scope);
    scope.addHook('onClose', () => upstreams.close());
    // TRACE would show a caller what we add to its request.
    const method = anyMethod(scope).filter((one) => one !== 'TRACE');
    for (const { path } of routes) {
      for (const url of [path, `${path}/*`]) {
        scope.route({ method, url, handler });
        scope.route({ method: 'TRACE', url, handler: refuseTrace });
      }
    }
    done();
  });
}

function refuseTrace(_: FastifyRequest, reply: FastifyReply): never {
  reply.header('allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
  throw new Failure('method_not_allowed');
}

/** What would make of this connection another one, or of this body another one than the upstream gets. */
function refuseUnknownFraming({ raw: { headers } }: FastifyRequest, reply: FastifyReply): void {
  if (headers.upgrade?.toLowerCase().includes('websocket')) {
    reply.header('connection', 'close');
    throw new Failure('invalid_request', { message: 'WebSockets are not passed on here.' });
  }
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    reply.header('connection', 'close');
    throw new Failure('invalid_request', { message: 'The only transfer coding here is chunked.' });
  }
}
