import { GRANT_TYPES } from '@postern/oauth';
import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { clientAttempt } from './client-attempt.js';
import { rateLimit } from './rate-limit.js';

export const issueToken = defineRequest({
  subject: 'tokens.issue',
  askedBy: ['gateway'],
  request: clientAttempt.extend({
    grant_type: z.enum(GRANT_TYPES),
    /** Requested scope-tokens; absent asks for all that the client has. */
    scopes: z.array(z.string()).optional(),
    /** RFC 8707 `resource`; empty asks for the default. */
    resources: z.array(z.string()),
  }),
  /** RFC 6749 §5.1, and beside it what is left of the limits on requests, where there are any. */
  reply: z.object({
    access_token: z.string().meta({ examples: ['eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…'] }),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ examples: [3600] }),
    scope: z.string().meta({ examples: ['invoices:read'] }),
    rate_limits: z.array(rateLimit).optional(),
  }),
  failures: ['invalid_client', 'too_many_requests', 'unauthorized_client', 'invalid_scope', 'invalid_target'],
});
