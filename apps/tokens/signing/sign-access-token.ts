import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AccessTokenClaims } from '@postern/contracts';
import { SignJwt } from './sign-jwt.js';

export interface TokenGrant {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: readonly [string, ...string[]];
  readonly scope: string;
  /** Version of the client that the grant was decided on; what ends tokens ends those of earlier versions. */
  readonly clientVersion: number;
  readonly ttlSeconds: number;
  /** Of an administrator's session, which it stays the token of however often it is renewed. */
  readonly session?: Session;
}

/** A session: its name, and when it began, in seconds since the epoch. */
export interface Session {
  readonly id: string;
  readonly begunAt: number;
}

/** Signs access tokens: JWTs of RFC 9068. */
@Injectable()
export class SignAccessToken {
  constructor(private readonly signJwt: SignJwt) {}

  /**
   * @param issuedAt seconds since the epoch
   * @throws Failure `unavailable` where no key is sure to verify the token for as long as it lives
   */
  execute(grant: TokenGrant, issuedAt = Math.floor(Date.now() / 1_000)): string {
    const claims: AccessTokenClaims = {
      iss: grant.issuer,
      sub: grant.clientId,
      client_id: grant.clientId,
      aud: grant.audience.length === 1 ? grant.audience[0] : [...grant.audience],
      iat: issuedAt,
      exp: issuedAt + grant.ttlSeconds,
      jti: formatTokenId(grant.clientVersion),
      scope: grant.scope,
      ...(grant.session && { sid: grant.session.id, auth_time: grant.session.begunAt }),
    };
    return this.signJwt.execute('at+jwt', claims, grant.ttlSeconds);
  }
}

/**
 * A `jti` that says which version of its client the token is of. Times would not do: a token issued in the
 * second in which its client is disabled must end, one issued in the second in which it is enabled must not.
 */
function formatTokenId(clientVersion: number): string {
  return `${randomUUID()}.${clientVersion.toString(36)}`;
}

/** The version of the client that a `jti` of ours names; NaN where it names none. */
export function clientVersionOf(jti: string): number {
  return Number.parseInt(jti.slice(jti.lastIndexOf('.') + 1), 36);
}
