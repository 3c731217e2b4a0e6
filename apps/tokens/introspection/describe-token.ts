import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims, ClientRecord, introspectToken, ReplyOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { InspectToken } from './inspect-token.js';

/** What a client may know of a token. Of one that is not its to know: that it is not active. */
@Injectable()
export class DescribeToken {
  constructor(private readonly inspectToken: InspectToken) {}

  /** @throws Failure `unavailable` */
  async execute(
    caller: ClientRecord,
    token: string,
    context: RequestContext,
  ): Promise<ReplyOf<typeof introspectToken>> {
    const claims = await this.inspectToken.execute(token, context);
    if (claims === undefined || !mayKnow(caller, claims)) return { active: false };
    return { ...claims, active: true, token_type: 'Bearer' };
  }
}

function mayKnow(caller: ClientRecord, claims: AccessTokenClaims): boolean {
  if (claims.client_id === caller.client_id || caller.scopes.includes('tokens:introspect')) return true;
  return caller.resource_server_for !== null && [claims.aud].flat().includes(caller.resource_server_for);
}
