import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { clientAttempt } from './client-attempt.js';

/** RFC 7009: a client ends one of its tokens. What is no token of ours is none to end, and no failure (§2.2). */
export const revokeToken = defineRequest({
  subject: 'tokens.revoke',
  askedBy: ['gateway'],
  request: clientAttempt.extend({ token: z.string() }),
  reply: z.object({}),
  failures: ['invalid_client', 'too_many_requests', 'unauthorized_client'],
});
