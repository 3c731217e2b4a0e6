import { z } from 'zod';
import { actor } from '../actor.js';
import { defineRequest } from '../define-request.js';
import { administrator, administratorChange } from './administrator.js';
import { administratorId } from './administrator-id.js';

export const updateAdministrator = defineRequest({
  subject: 'clients.update-administrator',
  askedBy: ['gateway'],
  request: z.object({
    actor,
    administrator_id: administratorId,
    change: administratorChange,
    expected_versions: z.array(z.int()).optional(),
  }),
  reply: administrator,
  failures: ['not_found', 'version_conflict', 'email_taken', 'last_administrator'],
});
