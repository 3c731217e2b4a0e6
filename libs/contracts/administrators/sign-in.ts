import { z } from 'zod';
import { defineRequest } from '../define-request.js';
import { sessionToken } from '../tokens/session-token.js';
import { administrator } from './administrator.js';
import { presentedPassword } from './password.js';

/** What somebody signs in with. An email of any form, lest the answer tell which there are. */
export const credentials = z
  .strictObject({
    email: z.string().trim().min(1, 'is empty').max(254, 'is longer than 254 characters'),
    password: presentedPassword,
  })
  .meta({ id: 'Credentials' });

/** Begins a session for whoever knows the password. */
export const signIn = defineRequest({
  subject: 'clients.sign-in',
  askedBy: ['gateway'],
  request: credentials.extend({
    /** IP address of the caller, as the gateway sees it; empty where it is not known. */
    address: z.string().max(45),
  }),
  reply: z.object({ administrator, session: sessionToken }),
  failures: ['wrong_credentials', 'too_many_requests'],
});
