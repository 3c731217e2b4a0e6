import { Failure } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';

/**
 * Refuses a request that a page of somebody else made a browser send. What no browser sent says nothing of where it is
 * from, and passes: nobody's cookies come with it.
 *
 * @throws Failure `cross_site`
 */
export function requireSameOrigin(request: FastifyRequest, issuer: string): void {
  const { 'sec-fetch-site': site, origin } = request.headers;
  if (site === undefined ? origin !== undefined && !isOurs(origin, request, issuer) : site !== 'same-origin')
    throw new Failure('cross_site');
}

/** Whether a page is of the issuer's origin, or of the host that was asked, where a proxy left its name as it was. */
function isOurs(origin: string, request: FastifyRequest, issuer: string): boolean {
  if (origin === issuer) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  return protocol === new URL(issuer).protocol && host === request.host.toLowerCase();
}
