import { FAILURES, type Failure } from '@postern/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toOAuthError } from './oauth-error.js';
import { toProblem } from './problem.js';
import { challengeFor } from './www-authenticate.js';

/** Answers with a failure in the form that the endpoint's callers read. */
export function sendFailure(
  issuer: string,
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Failure,
): void {
  const ofOAuth = request.url.startsWith('/oauth2/');
  // RFC 6749 has one error for any malformed request, whatever HTTP would call it.
  const status = ofOAuth && failure.code === 'unsupported_media_type' ? 400 : FAILURES[failure.code].status;
  const challenge = challengeFor(failure, issuer, ofOAuth);
  reply.code(status).header('cache-control', 'no-store');
  if (challenge !== undefined) reply.header('www-authenticate', challenge);
  if (failure.retryAfterSeconds !== undefined) reply.header('retry-after', String(failure.retryAfterSeconds));
  if (ofOAuth) reply.header('pragma', 'no-cache').send(toOAuthError(failure));
  else reply.type('application/problem+json').send(toProblem(failure, request.id));
}
