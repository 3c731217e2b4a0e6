import type { Difference } from './differences.js';

/** Scopes without which the program could not go on, or be run again. */
const NEEDED: readonly string[] = ['clients:read', 'clients:write', 'apis:read', 'apis:write'];

/** Why a change is not made of the very client that the program runs as; `undefined` where it may be. */
export function locksItselfOut({ field, from, to }: Difference): string | undefined {
  if (field === 'status' && to === 'disabled') return 'status: it would be disabled';
  if (field === 'token_endpoint_auth_method') return `${field}: its secret would be worth nothing`;
  if (field !== 'scopes') return undefined;
  const kept = to as readonly string[];
  const lost = (from as readonly string[]).filter((scope) => NEEDED.includes(scope) && !kept.includes(scope));
  return lost.length === 0 ? undefined : `scopes: it would lose ${lost.join(', ')}`;
}
