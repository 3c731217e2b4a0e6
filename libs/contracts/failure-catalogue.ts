import type { OAuthErrorCode } from '@postern/oauth';

interface FailureKind {
  /** HTTP status. */
  readonly status: number;
  /** What an OAuth endpoint answers (RFC 6749 §5.2). */
  readonly oauth: OAuthErrorCode;
  /** `title` of the problem (RFC 9457 §3.1), and the public text where a failure brings none of its own. */
  readonly title: string;
}

/**
 * Every way in which Postern refuses, in one table: a code, and what each edge makes of it. The problem type
 * (RFC 9457) is derived from the code, so a code never changes once published.
 */
export const FAILURES = {
  invalid_request: { status: 400, oauth: 'invalid_request', title: 'The request is not well-formed.' },
  invalid_client: { status: 401, oauth: 'invalid_client', title: 'Client authentication failed.' },
  unauthorized_client: { status: 400, oauth: 'unauthorized_client', title: 'This client may not do that.' },
  unsupported_grant_type: {
    status: 400,
    oauth: 'unsupported_grant_type',
    title: 'The only grant type here is client_credentials.',
  },
  invalid_scope: {
    status: 400,
    oauth: 'invalid_scope',
    title: 'A requested scope is not granted to this client.',
  },
  invalid_target: {
    status: 400,
    oauth: 'invalid_target',
    title: 'The requested resource is not known to this client.',
  },
  missing_token: { status: 401, oauth: 'invalid_request', title: 'Send an access token as a bearer token.' },
  invalid_token: {
    status: 401,
    oauth: 'invalid_request',
    title: 'The access token is not valid here. Get a new one.',
  },
  wrong_credentials: {
    status: 401,
    oauth: 'invalid_request',
    title: 'The email or the password is wrong.',
  },
  cross_site: {
    status: 403,
    oauth: 'invalid_request',
    title: 'With a session, this takes a request from the console itself, with its X-CSRF-Token.',
  },
  insufficient_scope: { status: 403, oauth: 'invalid_scope', title: 'The access token lacks a scope.' },
  not_found: { status: 404, oauth: 'invalid_request', title: 'There is nothing here.' },
  method_not_allowed: { status: 405, oauth: 'invalid_request', title: 'This method is not allowed here.' },
  too_many_secrets: {
    status: 409,
    oauth: 'invalid_request',
    title: 'The client has five live secrets. Delete one, or rotate with others_expire_in_seconds 0.',
  },
  client_uses_keys: {
    status: 409,
    oauth: 'invalid_request',
    title:
      'The client authenticates with its keys. Set token_endpoint_auth_method to client_secret_basic first.',
  },
  audience_taken: {
    status: 409,
    oauth: 'invalid_request',
    title: 'There is an API with this audience already.',
  },
  api_in_use: {
    status: 409,
    oauth: 'invalid_request',
    title:
      'Application clients would lose what they have on this API. Repeat with ?force=true to take it from them.',
  },
  too_many_clients: {
    status: 409,
    oauth: 'invalid_request',
    title: 'Too many application clients have grants on this API to change them at once.',
  },
  email_taken: {
    status: 409,
    oauth: 'invalid_request',
    title: 'There is an administrator with this email already.',
  },
  last_administrator: {
    status: 409,
    oauth: 'invalid_request',
    title: 'Nobody else has the role administrator. Give it to somebody else first.',
  },
  built_in: {
    status: 409,
    oauth: 'invalid_request',
    title: 'This API is a part of Postern, which cannot be changed or deleted.',
  },
  version_conflict: {
    status: 412,
    oauth: 'invalid_request',
    title: 'It was changed in the meantime. Read it again, then repeat the change.',
  },
  content_too_large: { status: 413, oauth: 'invalid_request', title: 'The body is over 64 KiB.' },
  // RFC 6749 has no error of its own for it; this registered one says to try again.
  too_many_requests: {
    status: 429,
    oauth: 'temporarily_unavailable',
    title: 'There were too many requests. Try again when Retry-After is over.',
  },
  headers_too_large: { status: 431, oauth: 'invalid_request', title: 'The headers are over 16 KiB.' },
  request_timeout: {
    status: 408,
    oauth: 'invalid_request',
    title: 'The request did not arrive within 10 seconds.',
  },
  unsupported_media_type: {
    status: 415,
    oauth: 'invalid_request',
    title: 'Send the body as application/json.',
  },
  idempotency_key_reused: {
    status: 422,
    oauth: 'invalid_request',
    title: 'This Idempotency-Key was used with a different body. Use a new key for a new request.',
  },
  unavailable: {
    status: 503,
    oauth: 'temporarily_unavailable',
    title: 'A part of the service does not answer at the moment. Try again.',
  },
  internal: { status: 500, oauth: 'server_error', title: 'Something failed on our side.' },
  bad_gateway: { status: 502, oauth: 'server_error', title: 'The server behind this path does not answer.' },
  gateway_timeout: {
    status: 504,
    oauth: 'server_error',
    title: 'The server behind this path did not answer in time.',
  },
} as const satisfies Record<string, FailureKind>;

export type FailureCode = keyof typeof FAILURES;

/** What any request may be answered with, beyond the failures that its contract names. */
export const UNIVERSAL_FAILURES = [
  'invalid_request',
  'unavailable',
  'internal',
] as const satisfies FailureCode[];
