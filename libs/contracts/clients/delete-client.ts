import { z } from 'zod';
import { actor } from '../actor.js';
import { clientId } from '../client-id.js';
import { defineRequest } from '../define-request.js';

export const deleteClient = defineRequest({
  subject: 'clients.delete',
  askedBy: ['gateway'],
  request: z.object({ actor, client_id: clientId, expected_versions: z.array(z.int()).optional() }),
  reply: z.object({}),
  failures: ['not_found', 'version_conflict'],
});
