import { z } from 'zod';
import { actor } from '../actor.js';
import { clientId } from '../client-id.js';
import { defineRequest } from '../define-request.js';

/** Ends one secret, everywhere; tokens that were got with it live on. */
export const deleteSecret = defineRequest({
  subject: 'clients.delete-secret',
  askedBy: ['gateway'],
  request: z.object({
    actor,
    client_id: clientId,
    secret_id: z.uuid(),
    expected_versions: z.array(z.int()).optional(),
  }),
  reply: z.object({}),
  failures: ['not_found', 'version_conflict'],
});
