import { Failure, type ClientRecord } from '@postern/contracts';
import type { Apis, GrantedApi } from './apis.js';

export interface Grant {
  readonly audience: readonly [string, ...string[]];
  readonly scopes: readonly string[];
  /** The shortest of the client's and the APIs'. */
  readonly tokenLifetimeSeconds: number;
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
  const available = scopesFor(targets);
  if (scopes?.some((scope) => !available.has(scope))) throw new Failure('invalid_scope');
  const audience = [...new Set(targets.map((api) => api.audience))] as [string, ...string[]];
  const lifetimes = [...targets, ...ofClient(client)].map((one) => one.tokenLifetimeSeconds);
  return { audience, scopes: scopes ?? [...available], tokenLifetimeSeconds: Math.min(...lifetimes) };
}

/**
 * The scopes that a token for these APIs may have. It has one list, which each of them reads as its own: so none is
 * in it that one of them knows and withholds from the client.
 */
export function scopesFor(targets: readonly GrantedApi[]): Set<string> {
  const granted = targets.flatMap((api) => api.scopes);
  return new Set(granted.filter((scope) => !targets.some((api) => api.withholds(scope))));
}

function ofClient({ token_lifetime_seconds: seconds }: ClientRecord) {
  return seconds === null ? [] : [{ tokenLifetimeSeconds: seconds }];
}

function knownApi(apis: Apis, client: ClientRecord, resource: string): GrantedApi {
  const api = apis.find(resource, client);
  if (api === undefined) throw new Failure('invalid_target');
  return api;
}
