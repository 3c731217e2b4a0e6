import { z } from 'zod';
import { actor } from '../actor.js';
import { clientId } from '../client-id.js';
import { defineRequest } from '../define-request.js';

/** Ends every token that a client has; the client stays in use and may get new ones. */
export const revokeClientTokens = defineRequest({
  subject: 'clients.revoke-tokens',
  askedBy: ['gateway'],
  request: z.object({ actor, client_id: clientId, expected_versions: z.array(z.int()).optional() }),
  reply: z.object({}),
  failures: ['not_found', 'version_conflict'],
});
