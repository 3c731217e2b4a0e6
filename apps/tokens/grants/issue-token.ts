import { Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import type { issueToken, ReplyOf, RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { formatScope } from '@postern/oauth';
import { AdmitTokenRequest } from '../limits/admit-token-request.js';
import { SigningPolicy } from '../signing/signing-policy.js';
import { SignAccessToken } from '../signing/sign-access-token.js';
import { Apis } from './apis.js';
import { decideGrant } from './decide-grant.js';

/** The client credentials grant (RFC 6749 §4.4): authenticate, decide, sign. */
@Injectable()
export class IssueToken {
  constructor(
    private readonly admitTokenRequest: AdmitTokenRequest,
    private readonly apis: Apis,
    private readonly signAccessToken: SignAccessToken,
    private readonly issuer: Issuer,
    private readonly policy: SigningPolicy,
  ) {}

  /** @throws Failure `invalid_client`, `too_many_requests`, `invalid_scope`, `invalid_target`, `unavailable` */
  async execute(
    request: RequestOf<typeof issueToken>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof issueToken>> {
    const { client, rateLimits } = await this.admitTokenRequest.execute(request, context);
    const grant = decideGrant(this.apis, client, request.resources, request.scopes);
    const scope = formatScope(grant.scopes);
    const ttlSeconds = Math.min(grant.tokenLifetimeSeconds, this.policy.maxTokenLifetimeSeconds);
    const token = this.signAccessToken.execute({
      issuer: this.issuer.value,
      clientId: client.client_id,
      audience: grant.audience,
      scope,
      clientVersion: client.version,
      ttlSeconds,
    });
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: ttlSeconds,
      scope,
      ...(rateLimits.length > 0 && { rate_limits: [...rateLimits] }),
    };
  }
}
