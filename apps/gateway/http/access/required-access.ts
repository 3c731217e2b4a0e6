import { Failure, type AccessTokenClaims } from '@postern/contracts';

/** What a token has to be good for: all of these. */
export interface RequiredAccess {
  readonly audiences: readonly string[];
  readonly scopes: readonly string[];
}

/** @throws Failure `invalid_token` for another audience (RFC 9068 §4), `insufficient_scope` */
export function requireAccess(claims: AccessTokenClaims, { audiences, scopes }: RequiredAccess): void {
  const meantFor = [claims.aud].flat();
  const foreign = audiences.find((audience) => !meantFor.includes(audience));
  if (foreign !== undefined) {
    const message = `The access token is for another audience; get one with resource=${foreign}.`;
    throw new Failure('invalid_token', { message });
  }
  const granted = claims.scope.split(' ');
  const lacking = scopes.filter((scope) => !granted.includes(scope));
  if (lacking.length > 0) {
    const message = `The access token lacks the scope ${lacking.join(' ')}.`;
    throw new Failure('insufficient_scope', { message, scopes });
  }
}
