import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { administrator } from './administrator.js';
import { administratorId } from './administrator-id.js';

export const getAdministrator = defineRequest({
  subject: 'clients.get-administrator',
  askedBy: ['gateway'],
  request: z.object({ administrator_id: administratorId }),
  reply: administrator,
  failures: ['not_found'],
});
