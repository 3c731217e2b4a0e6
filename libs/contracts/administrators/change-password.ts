import { z } from 'zod';
import { actor } from '../actor.js';
import { defineRequest } from '../define-request.js';
import { administratorId } from './administrator-id.js';
import { newPassword, presentedPassword } from './password.js';

/** The body of a change of one's own password. */
export const passwordChange = z
  .strictObject({ current_password: presentedPassword, new_password: newPassword })
  .meta({ id: 'PasswordChange' });

/** Changes the password of whoever knows it, and ends each of their sessions. */
export const changePassword = defineRequest({
  subject: 'clients.change-password',
  askedBy: ['gateway'],
  request: z.object({ actor, administrator_id: administratorId, change: passwordChange }),
  reply: z.object({}),
  failures: ['not_found', 'too_many_requests'],
});
