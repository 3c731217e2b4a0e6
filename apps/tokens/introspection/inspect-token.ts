import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims, ClientRecord } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { formatScope } from '@postern/oauth';
import { ClientRecords } from '../client-records/client-records.js';
import { Apis, type GrantedApi } from '../grants/apis.js';
import { scopesFor } from '../grants/decide-grant.js';
import { RevokedTokens } from '../revocation/revoked-tokens.js';
import { clientVersionOf } from '../signing/sign-access-token.js';
import { VerifyToken } from './verify-token.js';

/** An active token: what it says, and the record of its client, both as of one moment. */
export interface ActiveToken {
  readonly claims: AccessTokenClaims;
  readonly record: ClientRecord;
}

/** Whether a token is active: ours, in time, not revoked, its client neither gone nor disabled since, its APIs granted ever since. */
@Injectable()
export class InspectToken {
  constructor(
    private readonly verifyToken: VerifyToken,
    private readonly records: ClientRecords,
    private readonly revokedTokens: RevokedTokens,
    private readonly apis: Apis,
  ) {}

  /**
   * The answer's scopes are those of the token that its client would still get for these APIs. So one that was taken
   * away since, or that one of the APIs has come to know and withholds, is not told as granted.
   *
   * @returns the claims of an active token, `undefined` for any other
   * @throws Failure `unavailable` where it cannot be told
   */
  async execute(token: string, context: RequestContext): Promise<AccessTokenClaims | undefined> {
    return (await this.find(token, context))?.claims;
  }

  /** The same, with the record that the token was held against. */
  async find(token: string, context: RequestContext): Promise<ActiveToken | undefined> {
    const claims = await this.verifyToken.execute(token);
    if (claims === undefined) return undefined;
    // Asked in the same moment, so that both questions to Redis travel together.
    const [{ record }, revoked] = await Promise.all([
      this.records.find(claims.client_id, context),
      this.revokedTokens.has(claims.sid ?? claims.jti, context),
    ]);
    if (record === undefined || revoked) return undefined;
    const targets = this.targetsOf(claims, record);
    if (targets === undefined) return undefined;
    const standing = scopesFor(targets);
    const scope = formatScope(claims.scope.split(' ').filter((one) => standing.has(one)));
    return { claims: { ...claims, scope }, record };
  }

  /** The APIs that the token is for, `undefined` where something has ended it for one of them or for all. */
  private targetsOf({ aud, jti }: AccessTokenClaims, record: ClientRecord): GrantedApi[] | undefined {
    const version = clientVersionOf(jti);
    const isOf = (since: number) => version >= since && version <= record.version;
    if (record.status !== 'active' || !isOf(record.tokens_since)) return undefined;
    const targets: GrantedApi[] = [];
    for (const audience of [aud].flat()) {
      const api = this.apis.find(audience, record);
      if (api === undefined || !isOf(api.since)) return undefined;
      targets.push(api);
    }
    return targets;
  }
}
