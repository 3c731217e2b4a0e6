import { FAILURES, type Failure } from '@postern/contracts';
import { toErrorDescription } from '@postern/oauth';

/** RFC 6749 §5.2: a failure as the body of an OAuth endpoint's error. */
export function toOAuthError(failure: Failure) {
  const fields = failure.fields?.map(({ field, message }) => `${field} ${message}`).join('; ');
  return {
    error: FAILURES[failure.code].oauth,
    error_description: toErrorDescription(fields ? `${failure.message} ${fields}` : failure.message),
  };
}
