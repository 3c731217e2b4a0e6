import { z } from 'zod';
import { actor } from '../actor.js';
import { applicationClient, newApplicationClient } from '../application-client.js';
import { EXAMPLE_SECRET } from '../client-secret.js';
import { defineRequest } from '../define-request.js';

/** The one answer in which the secret stands (checklist 34); a client that authenticates with keys has none. */
export const createdClient = applicationClient
  .extend({
    client_secret: z
      .string()
      .optional()
      .meta({ examples: [EXAMPLE_SECRET] }),
  })
  .meta({ id: 'CreatedApplicationClient' });

export const createClient = defineRequest({
  subject: 'clients.create',
  askedBy: ['gateway'],
  request: z.object({
    actor,
    client: newApplicationClient,
    /** Asked again with the same key and client within ten minutes, the first answer is given again. */
    idempotency_key: z.string().optional(),
  }),
  reply: createdClient,
  failures: ['idempotency_key_reused'],
});
