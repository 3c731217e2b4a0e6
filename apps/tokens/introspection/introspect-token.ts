import { Injectable } from '@nestjs/common';
import type {
  AccessTokenClaims,
  ClientRecord,
  introspectToken,
  ReplyOf,
  RequestOf,
} from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { AuthenticateClient } from '../client-authentication/authenticate-client.js';
import { InspectToken } from './inspect-token.js';

/** Token introspection (RFC 7662). Of a token that is not the caller's to know, it says that it is not active. */
@Injectable()
export class IntrospectToken {
  constructor(
    private readonly authenticateClient: AuthenticateClient,
    private readonly inspectToken: InspectToken,
  ) {}

  /** @throws Failure `invalid_client`, `unavailable` */
  async execute(
    { authentication, token }: RequestOf<typeof introspectToken>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof introspectToken>> {
    const caller = await this.authenticateClient.execute(authentication, context);
    const claims = await this.inspectToken.execute(token, context);
    if (claims === undefined || !mayKnow(caller, claims)) return { active: false };
    return { ...claims, active: true, token_type: 'Bearer' };
  }
}

function mayKnow(caller: ClientRecord, claims: AccessTokenClaims): boolean {
  if (claims.client_id === caller.client_id || caller.scopes.includes('tokens:introspect')) return true;
  return caller.resource_server_for !== null && [claims.aud].flat().includes(caller.resource_server_for);
}
