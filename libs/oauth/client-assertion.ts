/** `client_assertion_type` of a JWT (RFC 7523 §2.2). */
export const JWT_BEARER_ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** JWS algorithms (RFC 7518 §3.1, RFC 8037, RFC 9864) that a client assertion may be signed with. */
export const ASSERTION_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'Ed25519',
  'EdDSA',
] as const;

export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number];
