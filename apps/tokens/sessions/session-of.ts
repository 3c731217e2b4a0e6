import type { AccessTokenClaims } from '@postern/contracts';
import type { Session } from '../signing/sign-access-token.js';

/** The session that a token is of; `undefined` for that of a client. */
export function sessionOf({ sid, auth_time }: AccessTokenClaims): Session | undefined {
  return sid === undefined || auth_time === undefined ? undefined : { id: sid, begunAt: auth_time };
}
