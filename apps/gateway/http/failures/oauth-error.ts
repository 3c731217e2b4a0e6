import { FAILURES, type Failure } from '@postern/contracts';
import { toErrorDescription } from '@postern/oauth';
import { z } from 'zod';

/** RFC 6749 §5.2: a failure as the body of an OAuth endpoint's error. */
export const oauthError = z
  .object({ error: z.string(), error_description: z.string() })
  .meta({ id: 'OAuthError' });

export function toOAuthError(failure: Failure): z.output<typeof oauthError> {
  const fields = failure.fields?.map(({ field, message }) => `${field} ${message}`).join('; ');
  return {
    error: FAILURES[failure.code].oauth,
    error_description: toErrorDescription(fields ? `${failure.message} ${fields}` : failure.message),
  };
}
