import { Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import { isManagementScope, MANAGEMENT_AUDIENCE, type ClientRecord } from '@postern/contracts';

/** A resource server that accepts our tokens, as one client sees it. */
export interface GrantedApi {
  readonly audience: string;
  /** What the client may ask for there. */
  readonly scopes: readonly string[];
}

/** Which APIs there are, and what a client has at each: the management API, and the default one for all else. */
@Injectable()
export class Apis {
  constructor(private readonly issuer: Issuer) {}

  /** The API with this identifier (RFC 8707 §2), or `undefined` where none has it. */
  find(resource: string, client: ClientRecord): GrantedApi | undefined {
    // The metadata of the protected resource names the management API by its URL (RFC 9728 §2).
    if (resource === MANAGEMENT_AUDIENCE || resource === `${this.issuer.value}/v1`)
      return managementApi(client);
    return resource === this.issuer.value ? this.defaultApi(client) : undefined;
  }

  /** The only API that the client may call, or the default one. */
  defaultFor(client: ClientRecord): GrantedApi {
    const management = managementApi(client);
    const others = this.defaultApi(client);
    return management.scopes.length > 0 && others.scopes.length === 0 ? management : others;
  }

  private defaultApi(client: ClientRecord): GrantedApi {
    return {
      audience: this.issuer.value,
      scopes: client.scopes.filter((scope) => !isManagementScope(scope)),
    };
  }
}

function managementApi(client: ClientRecord): GrantedApi {
  return { audience: MANAGEMENT_AUDIENCE, scopes: client.scopes.filter(isManagementScope) };
}
