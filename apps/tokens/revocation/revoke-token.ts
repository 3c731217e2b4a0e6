import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Failure,
  type AccessTokenClaims,
  type ReplyOf,
  type RequestOf,
  type revokeToken,
  type TokenChange,
} from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { VerifyToken } from '../introspection/verify-token.js';
import { AdmitClient } from '../limits/admit-client.js';
import { RevokedTokens } from './revoked-tokens.js';

/** Token revocation (RFC 7009). A client ends its own tokens, and no others. */
@Injectable()
export class RevokeToken {
  constructor(
    private readonly admitClient: AdmitClient,
    private readonly verifyToken: VerifyToken,
    private readonly revokedTokens: RevokedTokens,
  ) {}

  /** @throws Failure `invalid_client`, `too_many_requests`, `unauthorized_client`, `unavailable` */
  async execute(
    { token, ...attempt }: RequestOf<typeof revokeToken>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof revokeToken>> {
    const caller = await this.admitClient.execute(attempt, context);
    const claims = await this.verifyToken.execute(token);
    // What is worth nothing already needs no end (RFC 7009 §2.2).
    if (claims === undefined) return {};
    if (claims.client_id !== caller.client_id)
      throw new Failure('unauthorized_client', { message: 'The token was issued to another client.' });
    const change = revocationOf(claims, attempt.address, context.requestId);
    await this.revokedTokens.add({ jti: claims.jti, exp: claims.exp }, change, context);
    return {};
  }
}

function revocationOf(
  { client_id, jti, exp }: AccessTokenClaims,
  address: string,
  requestId: string,
): TokenChange {
  return {
    event_id: randomUUID(),
    actor: { type: 'client', id: client_id, address },
    action: 'token.revoked',
    subject_id: jti,
    request_id: requestId,
    after: {
      client_id,
      revoked_at: new Date().toISOString(),
      expires_at: new Date(exp * 1_000).toISOString(),
    },
  };
}
