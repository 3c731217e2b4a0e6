import { z } from 'zod';
import { defineRequest } from '../define-request.js';

const common = { kid: z.string(), use: z.literal('sig') };

/**
 * Keys that sign tokens, by the algorithms that sign with them. Public members only (RFC 7518 §6.2.1 and §6.3.1,
 * RFC 8037 §2); a private one does not pass this whitelist.
 */
const publicJwk = z.discriminatedUnion('kty', [
  z.object({
    ...common,
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    alg: z.literal('ES256'),
  }),
  z.object({ ...common, kty: z.literal('RSA'), n: z.string(), e: z.string(), alg: z.literal('RS256') }),
  z.object({
    ...common,
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string(),
    alg: z.literal('EdDSA'),
  }),
]);
export type PublicJwk = z.output<typeof publicJwk>;

export const getKeySet = defineRequest({
  subject: 'tokens.key-set',
  askedBy: ['gateway'],
  request: z.object({}),
  reply: z.object({
    keys: z.array(publicJwk),
    /** How long the answer may be kept; who answers knows best how new its keys are. */
    max_age_seconds: z.int().min(0),
  }),
});
