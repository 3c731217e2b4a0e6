import { Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import { isManagementScope, MANAGEMENT_AUDIENCE, type ClientRecord } from '@postern/contracts';

/** Of a token for an API that says nothing else. */
const TOKEN_LIFETIME_SECONDS = 3600;

/** A resource server that accepts our tokens, as one client sees it. */
export interface GrantedApi {
  readonly audience: string;
  /** What the client may ask for there. */
  readonly scopes: readonly string[];
  /** Whether the API knows this scope and the client has it not. */
  readonly withholds: (scope: string) => boolean;
  readonly tokenLifetimeSeconds: number;
  /** Version of the client since which it may have tokens for this API; those of earlier versions are inactive. */
  readonly since: number;
}

/** Which APIs there are for a client: those that it has grants on, the management API, and the default one. */
@Injectable()
export class Apis {
  constructor(private readonly issuer: Issuer) {}

  /** The API with this identifier (RFC 8707 §2), or `undefined` where the client knows none. */
  find(resource: string, client: ClientRecord): GrantedApi | undefined {
    // The metadata of the protected resource names the management API by its URL (RFC 9728 §2).
    if (resource === MANAGEMENT_AUDIENCE || resource === `${this.issuer.value}/v1`)
      return managementApi(client);
    // URL parsers write the origin with a slash.
    if (resource === this.issuer.value || resource === `${this.issuer.value}/`)
      return this.defaultApi(client);
    const grant = client.grants.find(({ audience }) => audience === resource);
    return grant && registeredApi(grant);
  }

  /** The only API that the client may call, or the default one. */
  defaultFor(client: ClientRecord): GrantedApi {
    const byDefault = this.defaultApi(client);
    if (byDefault.scopes.length > 0) return byDefault;
    const management = managementApi(client);
    const callable = client.grants.map(registeredApi);
    if (management.scopes.length > 0) callable.push(management);
    return callable.length === 1 ? callable[0]! : byDefault;
  }

  /** Nobody registers its scopes, so any that is not of the management API may mean something there. */
  private defaultApi(client: ClientRecord): GrantedApi {
    const scopes = client.scopes.filter((scope) => !isManagementScope(scope));
    return {
      audience: this.issuer.value,
      scopes,
      withholds: (scope) => !isManagementScope(scope) && !scopes.includes(scope),
      tokenLifetimeSeconds: TOKEN_LIFETIME_SECONDS,
      since: client.tokens_since,
    };
  }
}

function managementApi(client: ClientRecord): GrantedApi {
  const scopes = client.scopes.filter(isManagementScope);
  return {
    audience: MANAGEMENT_AUDIENCE,
    scopes,
    withholds: (scope) => isManagementScope(scope) && !client.scopes.includes(scope),
    tokenLifetimeSeconds: TOKEN_LIFETIME_SECONDS,
    since: client.management_since,
  };
}

function registeredApi(grant: ClientRecord['grants'][number]): GrantedApi {
  return {
    audience: grant.audience,
    scopes: grant.scopes,
    withholds: (scope) => grant.withheld.includes(scope),
    tokenLifetimeSeconds: grant.token_lifetime_seconds,
    since: grant.since,
  };
}
