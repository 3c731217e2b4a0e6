import { CLIENT_AUTHENTICATION_METHODS } from '@postern/oauth';
import { z } from 'zod';

/** How a client proves to be itself (RFC 6749 §2.3), as presented; nothing of it is believed yet. */
export const clientAuthentication = z.object({
  method: z.enum(CLIENT_AUTHENTICATION_METHODS),
  client_id: z.string(),
  client_secret: z.string(),
});
export type ClientAuthentication = z.output<typeof clientAuthentication>;
