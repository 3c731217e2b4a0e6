import { Failure, type ClientRecord } from '@postern/contracts';
import type { Apis, GrantedApi } from './apis.js';

export interface Grant {
  readonly audience: readonly [string, ...string[]];
  readonly scopes: readonly string[];
}

/**
 * What a client gets for what it asks: all that it has at the APIs asked for (RFC 8707 §2.2), or the scopes that
 * it names (RFC 6749 §3.3).
 *
 * @throws Failure `invalid_target`, `invalid_scope`
 */
export function decideGrant(
  apis: Apis,
  client: ClientRecord,
  resources: readonly string[],
  scopes: readonly string[] | undefined,
): Grant {
  const targets =
    resources.length === 0
      ? [apis.defaultFor(client)]
      : resources.map((resource) => knownApi(apis, client, resource));
  const available = new Set(targets.flatMap((api) => api.scopes));
  if (scopes?.some((scope) => !available.has(scope))) throw new Failure('invalid_scope');
  const audience = [...new Set(targets.map((api) => api.audience))] as [string, ...string[]];
  return { audience, scopes: scopes ?? [...available] };
}

function knownApi(apis: Apis, client: ClientRecord, resource: string): GrantedApi {
  const api = apis.find(resource, client);
  if (api === undefined) throw new Failure('invalid_target');
  return api;
}
