import { createHash, timingSafeEqual } from 'node:crypto';
import { Failure } from '@postern/contracts';
import type { FastifyRequest } from 'fastify';
import { requireSameOrigin } from './same-origin.js';

/** What a write brings beside the cookie of this session: only a page that may read our answers knows it. */
export function csrfTokenOf(sessionId: string): string {
  return createHash('sha256').update(`csrf ${sessionId}`).digest('base64url');
}

/**
 * Refuses a write with a session, unless it is proved to be from the console: by what the browser says of where it is
 * from, and by the token of this very session.
 *
 * @throws Failure `cross_site`
 */
export function requireProof(request: FastifyRequest, sessionId: string, issuer: string): void {
  requireSameOrigin(request, issuer);
  const presented = Buffer.from(request.headers['x-csrf-token']?.toString() ?? '');
  const expected = Buffer.from(csrfTokenOf(sessionId));
  if (presented.length !== expected.length || !timingSafeEqual(presented, expected))
    throw new Failure('cross_site');
}
