import { z } from 'zod';
import { clientAuthentication } from './client-authentication.js';

/** A try to authenticate as a client: what was presented, and from where. */
export const clientAttempt = z.object({
  authentication: clientAuthentication,
  /** IP address of the caller, as the gateway sees it; empty where it is not known. */
  address: z.string().max(45),
});
export type ClientAttempt = z.output<typeof clientAttempt>;
