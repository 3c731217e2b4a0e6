import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims } from '@postern/contracts';
import { SignJwt } from './sign-jwt.js';

export interface TokenGrant {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: readonly [string, ...string[]];
  readonly scope: string;
  /** Epoch of the client's tokens; when the client's moves on, this token is inactive. */
  readonly tokenEpoch: number;
  readonly ttlSeconds: number;
}

/** Signs access tokens: JWTs of RFC 9068. */
@Injectable()
export class SignAccessToken {
  constructor(private readonly signJwt: SignJwt) {}

  /** @throws Failure `unavailable` where no key is sure to verify the token for as long as it lives */
  execute(grant: TokenGrant): string {
    const issuedAt = Math.floor(Date.now() / 1000);
    const claims: AccessTokenClaims = {
      iss: grant.issuer,
      sub: grant.clientId,
      client_id: grant.clientId,
      aud: grant.audience.length === 1 ? grant.audience[0] : [...grant.audience],
      iat: issuedAt,
      exp: issuedAt + grant.ttlSeconds,
      jti: formatTokenId(grant.tokenEpoch),
      scope: grant.scope,
    };
    return this.signJwt.execute('at+jwt', claims, grant.ttlSeconds);
  }
}

/**
 * A `jti` that says which epoch of its client the token belongs to. Times would not do: a token issued in the
 * second in which its client is disabled must end, one issued in the second in which it is enabled must not.
 */
function formatTokenId(epoch: number): string {
  return `${randomUUID()}.${epoch.toString(36)}`;
}

/** The epoch that a `jti` of ours names. */
export function epochOf(jti: string): number {
  return Number.parseInt(jti.slice(jti.lastIndexOf('.') + 1), 36);
}
