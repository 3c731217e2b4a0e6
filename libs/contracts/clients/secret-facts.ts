import { z } from 'zod';
import { timestamp } from '../texts.js';

/** What may be known of a client secret after it was shown. */
export const secretFacts = z
  .object({
    secret_id: z.uuid().meta({ examples: ['6f1ed002-ab5e-4a4e-8b7d-1f1c9a2a7d10'] }),
    hint: z
      .string()
      .meta({ description: 'Its last four characters, to tell secrets apart.', examples: ['4Q3L'] }),
    created_at: timestamp,
    expires_at: timestamp.nullable(),
    last_used_at: timestamp.nullable(),
  })
  .meta({ id: 'ClientSecret' });
export type SecretFacts = z.output<typeof secretFacts>;

/** How many live secrets a client may have at a time. */
export const MOST_SECRETS = 5;
