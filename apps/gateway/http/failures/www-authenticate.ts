import { FAILURES, type Failure } from '@postern/contracts';
import { formatScope, type BearerErrorCode } from '@postern/oauth';
import type { Surface } from '../surface.js';

/** The challenge that belongs to a refusal: RFC 6749 §5.2 at OAuth endpoints, the cookie at those of the session, RFC 6750 §3 elsewhere. */
export function challengeFor(failure: Failure, issuer: string, surface: Surface): string | undefined {
  if (surface === 'oauth')
    return failure.code === 'invalid_client' ? 'Basic realm="postern", charset="UTF-8"' : undefined;
  // A 401 has to name a scheme (RFC 9110 §15.5.2), and none is registered for this one. Browsers pass over what they do not know.
  if (surface === 'session')
    return FAILURES[failure.code].status === 401 ? 'Cookie realm="postern"' : undefined;
  switch (failure.code) {
    case 'missing_token':
      // RFC 6750 §3.1: who brings nothing is told nothing of errors.
      return bearer(failure, issuer, surface);
    case 'invalid_token':
    case 'insufficient_scope':
      return bearer(failure, issuer, surface, failure.code);
    default:
      return undefined;
  }
}

function bearer({ scopes = [] }: Failure, issuer: string, surface: Surface, error?: BearerErrorCode): string {
  const parts = ['realm="postern"'];
  if (error !== undefined) parts.push(`error="${error}"`);
  if (scopes.length > 0) parts.push(`scope="${formatScope(scopes)}"`);
  // RFC 9728 §5.1. What stands behind us describes itself, or does not.
  if (surface === 'management')
    parts.push(`resource_metadata="${issuer}/.well-known/oauth-protected-resource/v1"`);
  return `Bearer ${parts.join(', ')}`;
}
