import type { NatsClient } from '@postern/messaging';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Route } from '../docs/route.js';
import { anyMethod } from '../http/any-method.js';
import { bearerClaims } from '../http/access/bearer-claims.js';
import { requireAccess } from '../http/access/required-access.js';
import { identityHeaders } from './identity-headers.js';
import { leaveBodiesAlone } from './leave-bodies-alone.js';
import { requirementOf } from './requirement.js';

const PATH = '/edge/authorize';

/** As the API document knows it. */
export const AUTHORIZE_ROUTES: readonly Route[] = [
  {
    ...common('authorize', 'Whether to let a request through (forward-auth)'),
    path: PATH,
  },
  {
    ...common('authorizePath', 'The same, for proxies that put the path of the request behind'),
    path: `${PATH}/{path}`,
  },
];

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

function common(id: string, summary: string): Omit<Route, 'path'> {
  return {
    method: 'get',
    tag: 'Edge',
    admissions: ['bearer'],
    status: 200,
    headers: { 'Cache-Control': 'no-store' },
    parameters: [],
    tagged: false,
    facts: {
      id,
      summary,
      description:
        'Asked by nginx, Traefik or Envoy with the headers of a request that they hold; by any method. All that is named in the query or in headers is required of the token. See docs/edge.md.',
      anyMethod: true,
      answer: null,
      ...(id === 'authorize' && {
        query: z.object({ audience: z.string().optional(), scope: z.string().optional() }),
      }),
      requestHeaders: {
        'X-Required-Audience': 'An audience that the token must be for.',
        'X-Required-Scopes': 'Scopes that the token must have, with spaces between.',
      },
      headers: {
        'X-Client-Id': 'The client that the token was issued to.',
        'X-Scopes': 'Its scopes, with spaces between.',
        'X-Audience': 'Its audiences, with spaces between.',
      },
      failures: ['insufficient_scope'],
    },
  };
}

function queryOf({ raw: { url = '' } }: FastifyRequest): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}
