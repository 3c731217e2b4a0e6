import { z } from 'zod';
import { clientId } from '../client-id.js';
import { defineRequest } from '../define-request.js';
import { secretFacts } from './secret-facts.js';

/** The live secrets of a client, the oldest first, without their values. */
export const listSecrets = defineRequest({
  subject: 'clients.list-secrets',
  askedBy: ['gateway'],
  request: z.object({ client_id: clientId }),
  reply: z.object({ data: z.array(secretFacts) }),
  failures: ['not_found'],
});
