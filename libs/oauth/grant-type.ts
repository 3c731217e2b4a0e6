/** Grants that Postern offers; machines have one, RFC 6749 §4.4. */
export const GRANT_TYPES = ['client_credentials'] as const;

export type GrantType = (typeof GRANT_TYPES)[number];
