import { z } from 'zod';
import { actor } from '../actor.js';
import { defineRequest } from '../define-request.js';
import { administratorWithPassword } from './administrator.js';
import { administratorId } from './administrator-id.js';

/** Gives an administrator a password to sign in with once, and ends each session. */
export const resetPassword = defineRequest({
  subject: 'clients.reset-password',
  askedBy: ['gateway'],
  request: z.object({ actor, administrator_id: administratorId }),
  reply: administratorWithPassword,
  failures: ['not_found'],
});
