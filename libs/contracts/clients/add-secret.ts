import { z } from 'zod';
import { actor } from '../actor.js';
import { clientId } from '../client-id.js';
import { EXAMPLE_SECRET } from '../client-secret.js';
import { defineRequest } from '../define-request.js';
import { secretFacts } from './secret-facts.js';

/** A year: who wants a secret to live longer wants it to live on. */
const LONGEST_GRACE_SECONDS = 365 * 24 * 60 * 60;

/** The body of a request for a new secret. */
export const newSecret = z
  .strictObject({
    // Whether that is over is not looked at here: asked again with the same key, it may be.
    expires_at: z.iso
      .datetime({ offset: true, error: 'is not a time of RFC 3339, as 2030-01-31T12:00:00Z' })
      .transform((time) => new Date(time).toISOString())
      // With an offset it can be later than the text can say.
      .refine((time) => /^\d{4}-/.test(time), 'is after the year 9999')
      .nullable()
      .default(null)
      .describe('When it stops working; absent or null: never by itself.'),
    others_expire_in_seconds: z
      .int('is not a whole number')
      .min(0, 'is less than 0')
      .max(LONGEST_GRACE_SECONDS, `is more than ${LONGEST_GRACE_SECONDS}`)
      .optional()
      .meta({
        description:
          'Rotates: every other secret stops working after so many seconds, or before where it would anyway; 0: now.',
        examples: [86_400],
      }),
  })
  .meta({ id: 'NewClientSecret' });

/** With the one answer in which the new secret stands (checklist 34). */
export const addSecret = defineRequest({
  subject: 'clients.add-secret',
  askedBy: ['gateway'],
  request: z.object({
    actor,
    client_id: clientId,
    secret: newSecret,
    /** Asked again with the same key and body within ten minutes, the first answer is given again. */
    idempotency_key: z.string().optional(),
    expected_versions: z.array(z.int()).optional(),
  }),
  reply: secretFacts
    .extend({ client_secret: z.string().meta({ examples: [EXAMPLE_SECRET] }) })
    .meta({ id: 'CreatedClientSecret' }),
  failures: [
    'not_found',
    'version_conflict',
    'idempotency_key_reused',
    'too_many_secrets',
    'client_uses_keys',
  ],
});
