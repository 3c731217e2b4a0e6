import type { FastifyRequest } from 'fastify';

/** Whose callers a request is of: they read refusals in different forms, and show who they are in different ways. */
export type Surface = 'oauth' | 'management' | 'session' | 'other';

/** By the route where there is one: a request may name the same one as a whole URL, or percent-encoded. */
export function surfaceOf(request: FastifyRequest): Surface {
  const url = request.routeOptions.url ?? request.url;
  if (url.startsWith('/oauth2/')) return 'oauth';
  if (url === '/session' || url.startsWith('/session/')) return 'session';
  return url.startsWith('/v1/') ? 'management' : 'other';
}
