import { z } from 'zod';
import { timestamp } from '../texts.js';

/** What may be known of a client secret after it was shown. */
export const secretFacts = z.object({
  secret_id: z.uuid(),
  /** Last four characters, to tell secrets apart. */
  hint: z.string(),
  created_at: timestamp,
  expires_at: timestamp.nullable(),
  last_used_at: timestamp.nullable(),
});
export type SecretFacts = z.output<typeof secretFacts>;

/** How many live secrets a client may have at a time. */
export const MOST_SECRETS = 5;
