import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { signingKeyFacts } from './signing-key.js';

/** All keys that are in the key set, the oldest first. */
export const listSigningKeys = defineRequest({
  subject: 'tokens.list-signing-keys',
  askedBy: ['gateway'],
  request: z.object({}),
  reply: z.object({ data: z.array(signingKeyFacts) }),
});
