import { z } from 'zod';
import { base64url, bitLength, octetsOf } from '../base64url.js';

/** How many keys a client may have at a time. */
export const MOST_KEYS = 10;

const BITS = { least: 2_048, most: 8_192 };

/** Members that no public key has (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const octets = (length: number) =>
  base64url.refine((value) => octetsOf(value).length === length, `is not ${length} octets`);

const modulus = base64url.refine((value) => {
  const bits = bitLength(octetsOf(value));
  return bits >= BITS.least && bits <= BITS.most;
}, `is not ${BITS.least} to ${BITS.most} bits`);

/** Of 1 anybody can sign; with a huge one verification takes long. */
const exponent = base64url.refine((value) => {
  const number = octetsOf(value);
  const bits = bitLength(number);
  return bits > 1 && bits <= 32 && number.at(-1)! % 2 === 1;
}, 'is not an odd number from 3 up to 32 bits');

const about = {
  kid: z
    .string()
    .regex(/^[ -~]{1,255}$/, 'is not 1 to 255 characters of printable ASCII')
    .optional(),
  use: z.literal('sig', 'is not sig').optional(),
  key_ops: z.tuple([z.literal('verify', 'is not verify')], 'is not ["verify"]').optional(),
};
const algorithm = <const Names extends readonly string[]>(...names: Names) =>
  z.enum(names, `is not an algorithm of this key: ${names.join(', ')}`).optional();

const ellipticCurve = <const Curve extends string, const Algorithm extends string>(
  crv: Curve,
  alg: Algorithm,
  size: number,
) =>
  z.object({
    kty: z.literal('EC'),
    crv: z.literal(crv),
    x: octets(size),
    y: octets(size),
    alg: algorithm(alg),
    ...about,
  });

const publicKey = z.discriminatedUnion(
  'kty',
  [
    z.object({
      kty: z.literal('RSA'),
      n: modulus,
      e: exponent,
      alg: algorithm('RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'),
      ...about,
    }),
    z.discriminatedUnion(
      'crv',
      [
        ellipticCurve('P-256', 'ES256', 32),
        ellipticCurve('P-384', 'ES384', 48),
        ellipticCurve('P-521', 'ES512', 66),
      ],
      'is not P-256, P-384 or P-521',
    ),
    z.object({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519', 'is not Ed25519'),
      x: octets(32),
      alg: algorithm('Ed25519', 'EdDSA'),
      ...about,
    }),
  ],
  'is not RSA, EC or OKP',
);

/** A public key that verifies a client's signatures (RFC 7517 §4), of what we know how to use; other members go. */
export const clientKey = z.preprocess((key, context) => {
  for (const member of PRIVATE_MEMBERS) {
    if (typeof key !== 'object' || key === null || !Object.hasOwn(key, member)) continue;
    const message = 'belongs to a private or a symmetric key; send the public key alone';
    context.addIssue({ code: 'custom', path: [member], message });
  }
  return key;
}, publicKey);
export type ClientKey = z.output<typeof clientKey>;

/** The keys of a client, given with it: a JWK Set (RFC 7517 §5). */
export const clientKeySet = z.object(
  {
    keys: z
      .array(clientKey, 'is not a list of keys')
      .min(1, 'is empty')
      .max(MOST_KEYS, `are more than ${MOST_KEYS} keys`)
      .superRefine((keys, context) => {
        for (const [index, { kid }] of keys.entries()) {
          // Without it, which key was meant is told by its kind.
          if (kid === undefined && keys.length > 1)
            context.addIssue({
              code: 'custom',
              path: [index, 'kid'],
              message: 'is missing; several keys have one each',
            });
          else if (kid !== undefined && keys.findIndex((key) => key.kid === kid) !== index)
            context.addIssue({
              code: 'custom',
              path: [index, 'kid'],
              message: 'is that of another key, too',
            });
        }
      }),
  },
  'is not a JWK Set',
);
export type ClientKeySet = z.output<typeof clientKeySet>;

/** Where a client publishes its keys. Only the form is checked; what it names is looked at when it is fetched. */
export const jwksUri = z
  .string()
  .max(2_000, 'is longer than 2000 characters')
  .refine((value) => /^https?:\/\/[!-~]+$/i.test(value) && URL.canParse(value), 'is not an https URL')
  .refine((value) => !/[#\\]/.test(value), 'has a fragment or a backslash')
  .refine((value) => !URL.canParse(value) || hasNoUser(new URL(value)), 'has a user or a password');

function hasNoUser({ username, password }: URL): boolean {
  return username === '' && password === '';
}
