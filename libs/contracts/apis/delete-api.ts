import { z } from 'zod';
import { actor } from '../actor.js';
import { defineRequest } from '../define-request.js';
import { apiId } from './api.js';

/** Ends an API, the grants on it, and so the tokens for it. */
export const deleteApi = defineRequest({
  subject: 'clients.delete-api',
  askedBy: ['gateway'],
  request: z.object({
    actor,
    api_id: apiId,
    /** Whether the grants of clients may end with it. */
    force: z.boolean(),
    expected_versions: z.array(z.int()).optional(),
  }),
  reply: z.object({}),
  failures: ['not_found', 'version_conflict', 'built_in', 'api_in_use', 'too_many_clients'],
});
