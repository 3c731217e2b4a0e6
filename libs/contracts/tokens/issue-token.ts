import { GRANT_TYPES } from '@postern/oauth';
import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { clientAuthentication } from './client-authentication.js';

export const issueToken = defineRequest({
  subject: 'tokens.issue',
  request: z.object({
    authentication: clientAuthentication,
    grant_type: z.enum(GRANT_TYPES),
    /** Requested scope-tokens; absent asks for all that the client has. */
    scopes: z.array(z.string()).optional(),
    /** RFC 8707 `resource`; empty asks for the default. */
    resources: z.array(z.string()),
  }),
  /** RFC 6749 §5.1 */
  reply: z.object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int(),
    scope: z.string(),
  }),
  failures: ['invalid_client', 'unauthorized_client', 'invalid_scope', 'invalid_target'],
});
