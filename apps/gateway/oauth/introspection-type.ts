import Negotiator from 'negotiator';

const JSON_TYPE = 'application/json';
/** Media type of an introspection response that is a JWT, RFC 9701 §5. */
export const INTROSPECTION_JWT = 'application/token-introspection+jwt';

/** Which type of answer the caller prefers (RFC 9110 §12.5.1); JSON where it says nothing that we have. */
export function preferredIntrospectionType(headers: Negotiator.Headers) {
  const preferred = new Negotiator({ headers }).mediaType([JSON_TYPE, INTROSPECTION_JWT]);
  return preferred === INTROSPECTION_JWT ? INTROSPECTION_JWT : JSON_TYPE;
}
