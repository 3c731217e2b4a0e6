import type { AccessTokenClaims } from '@postern/contracts';

/**
 * Who calls, for whoever stands behind. All of them are there each time, empty ones too: a proxy that copies
 * them then replaces what the caller may have put into its request itself.
 */
export function identityHeaders({ client_id, scope, aud }: AccessTokenClaims) {
  return { 'x-client-id': client_id, 'x-scopes': scope, 'x-audience': [aud].flat().join(' ') };
}
