import { z } from 'zod';
import { actor } from '../actor.js';
import { defineRequest } from '../define-request.js';
import { api, newApi } from './api.js';

export const createApi = defineRequest({
  subject: 'clients.create-api',
  askedBy: ['gateway'],
  request: z.object({
    actor,
    api: newApi,
    /** Asked again with the same key and API within ten minutes, the first answer is given again. */
    idempotency_key: z.string().optional(),
  }),
  reply: api,
  failures: ['idempotency_key_reused', 'audience_taken'],
});
