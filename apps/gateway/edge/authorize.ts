import type { NatsClient } from '@postern/messaging';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerClaims } from '../http/bearer-claims.js';
import { requireAccess } from '../http/required-access.js';
import { anyMethod } from './any-method.js';
import { identityHeaders } from './identity-headers.js';
import { leaveBodiesAlone } from './leave-bodies-alone.js';
import { requirementOf } from './requirement.js';

const PATH = '/edge/authorize';

/**
 * Forward-auth: a proxy asks here, with the headers of each request that it holds, whether to let it through.
 * A 200 is what nginx, Traefik and Envoy all take for yes (Envoy takes no other 2xx).
 */
export function registerAuthorize(fastify: FastifyInstance, nats: NatsClient): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply, query: string) => {
    const required = requirementOf(query, request.raw.headersDistinct);
    const claims = await bearerClaims(nats, request);
    requireAccess(claims, required);
    return reply.headers(identityHeaders(claims)).header('cache-control', 'no-store').send();
  };
  void fastify.register((scope, _, done) => {
    leaveBodiesAlone(scope);
    const method = anyMethod(scope);
    scope.route({ method, url: PATH, handler: (request, reply) => answer(request, reply, queryOf(request)) });
    // Envoy puts the path of the client's request behind ours, and with it the client's own query.
    scope.route({ method, url: `${PATH}/*`, handler: (request, reply) => answer(request, reply, '') });
    done();
  });
}

function queryOf({ raw: { url = '' } }: FastifyRequest): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}
