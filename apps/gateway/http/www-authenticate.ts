import type { Failure } from '@postern/contracts';
import type { BearerErrorCode } from '@postern/oauth';

/** The challenge that belongs to a refusal: RFC 6749 §5.2 at OAuth endpoints, RFC 6750 §3 elsewhere. */
export function challengeFor(failure: Failure, issuer: string, ofOAuth: boolean): string | undefined {
  if (ofOAuth)
    return failure.code === 'invalid_client' ? 'Basic realm="postern", charset="UTF-8"' : undefined;
  switch (failure.code) {
    case 'missing_token':
      // RFC 6750 §3.1: who brings nothing is told nothing of errors.
      return bearer(issuer);
    case 'invalid_token':
    case 'insufficient_scope':
      return bearer(issuer, failure.code);
    default:
      return undefined;
  }
}

function bearer(issuer: string, error?: BearerErrorCode): string {
  const parts = ['realm="postern"'];
  if (error !== undefined) parts.push(`error="${error}"`);
  // RFC 9728 §5.1
  parts.push(`resource_metadata="${issuer}/.well-known/oauth-protected-resource/v1"`);
  return `Bearer ${parts.join(', ')}`;
}
