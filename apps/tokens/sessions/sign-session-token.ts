import { Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import { Failure, MANAGEMENT_AUDIENCE, type ClientRecord, type SessionToken } from '@postern/contracts';
import { formatScope } from '@postern/oauth';
import { Apis } from '../grants/apis.js';
import { decideGrant } from '../grants/decide-grant.js';
import { SignAccessToken, type Session } from '../signing/sign-access-token.js';
import { SessionPolicy } from './session-policy.js';

/** Signs what a session is: an access token for the management API, with all that the administrator may do there now. */
@Injectable()
export class SignSessionToken {
  constructor(
    private readonly signAccessToken: SignAccessToken,
    private readonly apis: Apis,
    private readonly issuer: Issuer,
    private readonly policy: SessionPolicy,
  ) {}

  /**
   * @param now seconds since the epoch
   * @throws Failure `invalid_token` where the session has gone on for as long as it may, `unavailable`
   */
  execute(record: ClientRecord, session: Session, now: number): SessionToken {
    const endsAt = session.begunAt + this.policy.lifetimeSeconds;
    const ttlSeconds = Math.min(this.policy.idleSeconds, endsAt - now);
    if (ttlSeconds <= 0) throw new Failure('invalid_token');
    const { audience, scopes } = decideGrant(this.apis, record, [MANAGEMENT_AUDIENCE], undefined);
    const grant = {
      issuer: this.issuer.value,
      clientId: record.client_id,
      audience,
      scope: formatScope(scopes),
      clientVersion: record.version,
      ttlSeconds,
      session,
    };
    return {
      access_token: this.signAccessToken.execute(grant, now),
      session_id: session.id,
      expires_at: momentOf(now + ttlSeconds),
      ends_at: momentOf(endsAt),
    };
  }
}

function momentOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
