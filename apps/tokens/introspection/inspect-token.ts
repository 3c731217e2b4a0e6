import { Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import type { AccessTokenClaims } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { errors, jwtVerify, type JWTHeaderParameters } from 'jose';
import { ClientRecords } from '../client-records/client-records.js';
import { Apis } from '../grants/apis.js';
import { epochOf } from '../signing/sign-access-token.js';
import { SIGNING_ALGORITHMS } from '../signing/signing-algorithms.js';
import { SigningKeys } from '../signing/signing-keys.js';

/** Far above any token of ours. */
const MOST_CHARACTERS = 8_192;

/** Whether a token is active: signed by us, in time, its client neither gone, disabled nor revoked, its APIs still granted. */
@Injectable()
export class InspectToken {
  constructor(
    private readonly keys: SigningKeys,
    private readonly records: ClientRecords,
    private readonly issuer: Issuer,
    private readonly apis: Apis,
  ) {}

  /**
   * @returns the claims of an active token, `undefined` for any other
   * @throws Failure `unavailable` where it cannot be told
   */
  async execute(token: string, context: RequestContext): Promise<AccessTokenClaims | undefined> {
    const claims = await this.verify(token);
    if (claims === undefined) return undefined;
    const { record } = await this.records.find(claims.client_id, context);
    if (record?.status !== 'active' || record.token_epoch !== epochOf(claims.jti)) return undefined;
    const audiences = [claims.aud].flat();
    return audiences.every((audience) => this.apis.isFor(audience, record)) ? claims : undefined;
  }

  private async verify(token: string): Promise<AccessTokenClaims | undefined> {
    if (token.length > MOST_CHARACTERS) return undefined;
    try {
      const { payload } = await jwtVerify<AccessTokenClaims>(token, (header) => this.keyOf(header), {
        algorithms: SIGNING_ALGORITHMS,
        issuer: this.issuer.value,
        typ: 'at+jwt',
        requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'jti'],
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** A key verifies with its own algorithm alone, whatever the header says (RFC 8725 §3.1). */
  private async keyOf({ kid, alg }: JWTHeaderParameters) {
    const key = await this.keys.publicKey(kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    if (key.algorithm !== alg) throw new errors.JOSEAlgNotAllowed();
    return key.publicKey;
  }
}
