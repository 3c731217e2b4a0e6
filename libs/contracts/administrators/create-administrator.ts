import { z } from 'zod';
import { actor } from '../actor.js';
import { defineRequest } from '../define-request.js';
import { administratorWithPassword, newAdministrator } from './administrator.js';

export const createAdministrator = defineRequest({
  subject: 'clients.create-administrator',
  askedBy: ['gateway'],
  request: z.object({
    actor,
    administrator: newAdministrator,
    /** Asked again with the same key and administrator within ten minutes, the first answer is given again. */
    idempotency_key: z.string().optional(),
  }),
  reply: administratorWithPassword,
  failures: ['idempotency_key_reused', 'email_taken'],
});
