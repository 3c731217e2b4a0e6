import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims, ClientRecord } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { ClientRecords } from '../client-records/client-records.js';
import { Apis } from '../grants/apis.js';
import { RevokedTokens } from '../revocation/revoked-tokens.js';
import { epochOf } from '../signing/sign-access-token.js';
import { VerifyToken } from './verify-token.js';

/** Whether a token is active: ours, in time, not revoked, its client neither gone nor disabled since, its APIs still granted. */
@Injectable()
export class InspectToken {
  constructor(
    private readonly verifyToken: VerifyToken,
    private readonly records: ClientRecords,
    private readonly revokedTokens: RevokedTokens,
    private readonly apis: Apis,
  ) {}

  /**
   * @returns the claims of an active token, `undefined` for any other
   * @throws Failure `unavailable` where it cannot be told
   */
  async execute(token: string, context: RequestContext): Promise<AccessTokenClaims | undefined> {
    const claims = await this.verifyToken.execute(token);
    if (claims === undefined) return undefined;
    // Asked in the same moment, so that both questions to Redis travel together.
    const [{ record }, revoked] = await Promise.all([
      this.records.find(claims.client_id, context),
      this.revokedTokens.has(claims.jti),
    ]);
    return !revoked && this.standsFor(record, claims) ? claims : undefined;
  }

  /** Whether the client is as it was when the token was issued. */
  private standsFor(record: ClientRecord | undefined, { aud, jti }: AccessTokenClaims): boolean {
    if (record?.status !== 'active' || record.token_epoch !== epochOf(jti)) return false;
    return [aud].flat().every((audience) => this.apis.isFor(audience, record));
  }
}
