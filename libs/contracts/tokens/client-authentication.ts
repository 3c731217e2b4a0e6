import { z } from 'zod';

/** How a client proves to be itself (RFC 6749 §2.3, RFC 7521 §4.2), as presented; nothing of it is believed yet. */
export const clientAuthentication = z.discriminatedUnion('method', [
  z.object({
    method: z.enum(['client_secret_basic', 'client_secret_post']),
    client_id: z.string(),
    client_secret: z.string(),
  }),
  z.object({
    method: z.literal('private_key_jwt'),
    /** The parameter beside the assertion, which names the client itself. */
    client_id: z.string().optional(),
    client_assertion: z.string(),
  }),
]);
export type ClientAuthentication = z.output<typeof clientAuthentication>;
export type PresentedSecret = Exclude<ClientAuthentication, { method: 'private_key_jwt' }>;
export type PresentedAssertion = Extract<ClientAuthentication, { method: 'private_key_jwt' }>;
