import { Injectable } from '@nestjs/common';
import { Issuer } from '@postern/config';
import type { AccessTokenClaims } from '@postern/contracts';
import { SIGNING_ALGORITHMS } from '@postern/oauth';
import { errors, jwtVerify, type JWTHeaderParameters } from 'jose';
import { SigningKeys } from '../signing/signing-keys.js';

/** Far above any token of ours. */
const MOST_CHARACTERS = 8_192;

/** Whether a token is one of ours: signed by us, and in time. It says nothing of what has happened since. */
@Injectable()
export class VerifyToken {
  constructor(
    private readonly keys: SigningKeys,
    private readonly issuer: Issuer,
  ) {}

  /**
   * @returns the claims of a token of ours, `undefined` for any other
   * @throws Failure `unavailable` where it cannot be told
   */
  async execute(token: string): Promise<AccessTokenClaims | undefined> {
    if (token.length > MOST_CHARACTERS || !isAsIssued(token)) return undefined;
    try {
      const { payload } = await jwtVerify<AccessTokenClaims>(token, (header) => this.keyOf(header), {
        algorithms: [...SIGNING_ALGORITHMS],
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

/**
 * Whether the signature is written as we write it. Decoders let another last character, padding and spaces pass (RFC 4648
 * §3.5), and the signature does not cover itself: the same token would be good in many spellings.
 */
function isAsIssued(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}
