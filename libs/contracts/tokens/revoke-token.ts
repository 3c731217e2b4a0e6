import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { clientAuthentication } from './client-authentication.js';

/** RFC 7009: a client ends one of its tokens. What is no token of ours is none to end, and no failure (§2.2). */
export const revokeToken = defineRequest({
  subject: 'tokens.revoke',
  request: z.object({
    authentication: clientAuthentication,
    token: z.string(),
    /** Where the request came from, for the audit log. */
    address: z.string().optional(),
  }),
  reply: z.object({}),
  failures: ['invalid_client', 'unauthorized_client'],
});
