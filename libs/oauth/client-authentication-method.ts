/** Client authentication methods (RFC 6749 §2.3.1, names from RFC 7591 §2 and OpenID Connect Core §9) that Postern accepts. */
export const CLIENT_AUTHENTICATION_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
] as const;

export type ClientAuthenticationMethod = (typeof CLIENT_AUTHENTICATION_METHODS)[number];
