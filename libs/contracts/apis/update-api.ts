import { z } from 'zod';
import { actor } from '../actor.js';
import { defineRequest } from '../define-request.js';
import { api, apiChange, apiId } from './api.js';

export const updateApi = defineRequest({
  subject: 'clients.update-api',
  askedBy: ['gateway'],
  request: z.object({
    actor,
    api_id: apiId,
    change: apiChange,
    /** Whether scopes that clients have may be taken from them. */
    force: z.boolean(),
    expected_versions: z.array(z.int()).optional(),
  }),
  reply: api,
  failures: ['not_found', 'version_conflict', 'built_in', 'api_in_use', 'too_many_clients'],
});
