import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { clientAttempt } from './client-attempt.js';

/** Claims of an access token of ours, RFC 9068 §2.2. Times are seconds since the epoch. */
export const accessTokenClaims = z
  .object({
    iss: z.string(),
    sub: z.string(),
    client_id: z.string(),
    aud: z.union([z.string(), z.array(z.string())]),
    iat: z.int(),
    exp: z.int(),
    jti: z.string(),
    scope: z.string(),
    /** Of an administrator's session alone: which one, and when it began (OpenID Connect Core §2). */
    sid: z.string().optional(),
    auth_time: z.int().optional(),
  })
  .meta({ id: 'AccessTokenClaims' });
export type AccessTokenClaims = z.output<typeof accessTokenClaims>;

const inactive = z.strictObject({ active: z.literal(false) });

/** RFC 7662: a client asks about a token. */
export const introspectToken = defineRequest({
  subject: 'tokens.introspect',
  askedBy: ['gateway'],
  request: clientAttempt.extend({ token: z.string() }),
  /** RFC 7662 §2.2; of a token that the caller may not know about, `active: false` and no more. */
  reply: z.union([
    inactive,
    accessTokenClaims.extend({ active: z.literal(true), token_type: z.literal('Bearer') }),
  ]),
  failures: ['invalid_client', 'too_many_requests'],
});

/** The same question, whose answer is signed, so that it can be shown to others later (RFC 9701). */
export const introspectTokenAsJwt = defineRequest({
  subject: 'tokens.introspect-as-jwt',
  askedBy: ['gateway'],
  request: introspectToken.request,
  reply: z.object({ jwt: z.string(), active: z.boolean() }),
  failures: introspectToken.failures,
});

/** The same question from our own edge, which has a bearer token to judge. */
export const inspectBearer = defineRequest({
  subject: 'tokens.inspect-bearer',
  askedBy: ['gateway'],
  request: z.object({ token: z.string() }),
  reply: accessTokenClaims,
  failures: ['invalid_token'],
});
