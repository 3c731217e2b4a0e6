import { z } from 'zod';
import { actor } from '../actor.js';
import { defineRequest } from '../define-request.js';
import { administratorId } from './administrator-id.js';

/** Ends an administrator, and with it each session. */
export const deleteAdministrator = defineRequest({
  subject: 'clients.delete-administrator',
  askedBy: ['gateway'],
  request: z.object({
    actor,
    administrator_id: administratorId,
    expected_versions: z.array(z.int()).optional(),
  }),
  reply: z.object({}),
  failures: ['not_found', 'version_conflict', 'last_administrator'],
});
