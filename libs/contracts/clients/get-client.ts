import { z } from 'zod';
import { applicationClient } from '../application-client.js';
import { clientId } from '../client-id.js';
import { defineRequest } from '../define-request.js';

export const getClient = defineRequest({
  subject: 'clients.get',
  askedBy: ['gateway'],
  request: z.object({ client_id: clientId }),
  reply: applicationClient,
  failures: ['not_found'],
});
