import { z } from 'zod';
import { actor } from '../actor.js';
import { applicationClient, applicationClientChange } from '../application-client.js';
import { clientId } from '../client-id.js';
import { defineRequest } from '../define-request.js';

export const updateClient = defineRequest({
  subject: 'clients.update',
  askedBy: ['gateway'],
  request: z.object({
    actor,
    client_id: clientId,
    change: applicationClientChange,
    /** The version that the caller has seen, from `If-Match`; without one the change goes through. */
    expected_versions: z.array(z.int()).optional(),
  }),
  reply: applicationClient,
  failures: ['not_found', 'version_conflict'],
});
