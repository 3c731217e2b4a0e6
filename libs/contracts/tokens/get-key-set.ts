import { z } from 'zod';
import { defineRequest } from '../define-request.js';

/** Public members only (RFC 7518 §6.2.1); a private one does not pass this whitelist. */
const publicJwk = z.object({
  kid: z.string(),
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
});
export type PublicJwk = z.output<typeof publicJwk>;

export const getKeySet = defineRequest({
  subject: 'tokens.key-set',
  request: z.object({}),
  reply: z.object({ keys: z.array(publicJwk) }),
});
