import { CLIENT_ID } from '@postern/contracts';
import { ASSERTION_ALGORITHMS } from '@postern/oauth';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { AssertionRefused } from './assertion-refused.js';

/** Far above what any library sends. */
const MOST_CHARACTERS = 8_192;
const MOST_SECONDS_AHEAD = 300;
/** Ten seconds between two clocks, and what rounding and the way add. */
const SKEW_SECONDS = 15;
/** Header parameters that would let the assertion say which key to trust, or how to read it (RFC 7515 §4.1). */
const NEVER_HEEDED = ['jku', 'x5u', 'x5c', 'jwk', 'crit'];
/** A JWT that was signed for something else is not taken (RFC 8725 §3.11). */
const TYPES = ['jwt', 'client-authentication+jwt'];

const header = z
  .looseObject({
    alg: z.enum(ASSERTION_ALGORITHMS),
    kid: z.string().optional(),
    typ: z
      .string()
      .refine((typ) => TYPES.includes(typ.toLowerCase().replace(/^application\//, '')))
      .optional(),
  })
  .refine((said) => !NEVER_HEEDED.some((name) => Object.hasOwn(said, name)));

/** Times are seconds since the epoch, with fractions (RFC 7519 §2). */
const claims = z.looseObject({
  iss: z.string(),
  sub: z.string().regex(CLIENT_ID),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
  jti: z.string().min(1).max(255),
});

export interface Assertion {
  readonly clientId: string;
  readonly kid: string | undefined;
  readonly jti: string;
  readonly expiresAt: Date;
}

/**
 * What a client assertion says (RFC 7523 §3), before anything of it is proved. All that needs no key is checked
 * here, so that nobody is asked for keys for the sake of what would be refused anyway.
 *
 * @param issuer the one audience that it may have
 * @param now milliseconds since the epoch
 * @throws AssertionRefused
 */
export function readAssertion(assertion: string, issuer: string, now: number): Assertion {
  if (assertion.length > MOST_CHARACTERS) throw new AssertionRefused('it is too long');
  const { kid } = checked(
    'header',
    header,
    decoded(() => decodeProtectedHeader(assertion)),
  );
  const { sub, jti, exp, ...said } = checked(
    'claims',
    claims,
    decoded(() => decodeJwt(assertion)),
  );
  const nowSeconds = now / 1_000;
  if (said.iss !== sub) throw new AssertionRefused('iss is not sub');
  if (said.aud !== issuer) throw new AssertionRefused('aud is not the issuer');
  if (exp <= nowSeconds - SKEW_SECONDS) throw new AssertionRefused('it has expired');
  if (exp > nowSeconds + MOST_SECONDS_AHEAD + SKEW_SECONDS)
    throw new AssertionRefused('it expires more than five minutes ahead');
  if ((said.nbf ?? 0) > nowSeconds + SKEW_SECONDS) throw new AssertionRefused('nbf is ahead');
  if ((said.iat ?? 0) > nowSeconds + SKEW_SECONDS) throw new AssertionRefused('iat is ahead');
  return { clientId: sub, kid, jti, expiresAt: new Date(exp * 1_000) };
}

function decoded<T extends object>(decode: () => T): T {
  try {
    return decode();
  } catch {
    throw new AssertionRefused('it is not a signed JWT');
  }
}

function checked<T>(what: string, schema: z.ZodType<T>, value: object): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    const names = result.error.issues.map(({ path }) => path.join('.'));
    throw new AssertionRefused(`${what} not as they must be: ${names.join(', ')}`);
  }
  return result.data;
}
