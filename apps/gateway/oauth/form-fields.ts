import { GRANT_TYPES, JWT_BEARER_ASSERTION } from '@postern/oauth';
import { z } from 'zod';

/** Client authentication in the body (RFC 6749 §2.3.1, RFC 7521 §4.2), in place of the `Authorization` header. */
const client = {
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  client_assertion_type: z.literal(JWT_BEARER_ASSERTION).optional(),
  client_assertion: z
    .string()
    .optional()
    .describe('A JWT that the client has signed (RFC 7523 §3), in place of a secret.'),
};
const several = z.union([z.array(z.string()), z.string()]).optional();

/** What a token request may hold, as the API document tells it. */
export const tokenRequest = z
  .object({
    grant_type: z.enum(GRANT_TYPES),
    scope: z.string().optional().describe('Scopes with spaces between; without it, all that the client has.'),
    resource: several.describe(
      'The API that the token is for (RFC 8707), several where it stands there several times.',
    ),
    audience: several.describe('Another name for `resource`.'),
    ...client,
  })
  .meta({
    id: 'TokenRequest',
    examples: [{ grant_type: GRANT_TYPES[0], scope: 'invoices:read', resource: 'https://billing.example' }],
  });

/** What a question about a token may hold. */
export const tokenQuestion = z
  .object({
    token: z.string(),
    token_type_hint: z.string().optional().describe('Read and ignored: there is one type of token.'),
    ...client,
  })
  .meta({
    id: 'TokenQuestion',
    examples: [{ token: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl' }],
  });
