/**
 * Error codes of OAuth endpoints: RFC 6749 §5.2, `invalid_target` from RFC 8707 §2. `server_error` and
 * `temporarily_unavailable` are those of RFC 6749 §4.1.2.1, used at OAuth endpoints with 500, and with 429 and 503.
 */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'server_error'
  | 'temporarily_unavailable';

/** Error codes of a protected resource, RFC 6750 §3.1. */
export type BearerErrorCode = 'invalid_request' | 'invalid_token' | 'insufficient_scope';
