import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { endSession, ReplyOf, RequestOf, TokenChange } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { VerifyToken } from '../introspection/verify-token.js';
import { RevokedTokens } from '../revocation/revoked-tokens.js';
import type { Session } from '../signing/sign-access-token.js';
import { sessionOf } from './session-of.js';
import { SessionPolicy } from './session-policy.js';

/** Ends a session: none of its tokens is worth anything any more, neither those that were renewed. */
@Injectable()
export class EndSession {
  constructor(
    private readonly verifyToken: VerifyToken,
    private readonly revokedTokens: RevokedTokens,
    private readonly policy: SessionPolicy,
  ) {}

  /** @throws Failure `unavailable` where it is not certain that it has ended */
  async execute(
    { token, address }: RequestOf<typeof endSession>,
    context: RequestContext,
  ): Promise<ReplyOf<typeof endSession>> {
    const claims = await this.verifyToken.execute(token);
    const session = claims && sessionOf(claims);
    if (claims === undefined || session === undefined) return {};
    // The lifetime may have been another one when the token was signed.
    const exp = Math.max(claims.exp, session.begunAt + this.policy.lifetimeSeconds);
    const change = signOutOf(session, { id: claims.client_id, address }, context.requestId);
    await this.revokedTokens.add({ jti: session.id, exp }, change, context);
    return {};
  }
}

function signOutOf(
  { id: session_id, begunAt }: Session,
  administrator: { id: string; address: string },
  requestId: string,
): TokenChange {
  return {
    event_id: randomUUID(),
    actor: { type: 'administrator', ...administrator },
    action: 'administrator.signed_out',
    subject_id: administrator.id,
    request_id: requestId,
    after: {
      session_id,
      signed_in_at: new Date(begunAt * 1_000).toISOString(),
      signed_out_at: new Date().toISOString(),
    },
  };
}
