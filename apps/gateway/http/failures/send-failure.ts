import { Failure, FAILURES } from '@postern/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noteOutcome } from '../../metrics/outcome.js';
import { setRateLimitHeaders } from '../rate-limit-headers.js';
import { surfaceOf } from '../surface.js';
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
  const surface = surfaceOf(request);
  const ofOAuth = surface === 'oauth';
  const said = ofOAuth ? forOAuth(failure) : failure;
  const challenge = challengeFor(said, issuer, surface);
  noteOutcome(request, said.code, said.limit);
  reply.code(FAILURES[said.code].status).header('cache-control', 'no-store');
  if (challenge !== undefined) reply.header('www-authenticate', challenge);
  if (said.retryAfterSeconds !== undefined) reply.header('retry-after', String(said.retryAfterSeconds));
  setRateLimitHeaders(reply, said.rateLimits);
  if (ofOAuth) reply.header('pragma', 'no-cache').send(toOAuthError(said));
  else reply.type('application/problem+json').send(toProblem(said, request.id));
}

/** RFC 6749 has one error for any malformed request, whatever HTTP would call it. */
function forOAuth(failure: Failure): Failure {
  if (failure.code !== 'unsupported_media_type') return failure;
  return new Failure('invalid_request', {
    message: 'Send the parameters as application/x-www-form-urlencoded.',
  });
}
