import { z } from 'zod';
import { actor } from '../actor.js';
import { defineRequest } from '../define-request.js';
import { administrator } from './administrator.js';
import { administratorId } from './administrator-id.js';
import { presentedPassword } from './password.js';
import { email, firstName, lastName } from './person.js';

/** What administrators may change of themselves (RFC 7396): what is absent stays. */
export const profileChange = z
  .strictObject({
    first_name: firstName.optional(),
    last_name: lastName.optional(),
    email: email.optional(),
    /** Needed to change the email, with which one signs in. */
    current_password: presentedPassword.optional(),
  })
  .meta({ id: 'ProfileChange' });

export const changeProfile = defineRequest({
  subject: 'clients.change-profile',
  askedBy: ['gateway'],
  request: z.object({ actor, administrator_id: administratorId, change: profileChange }),
  reply: administrator,
  failures: ['not_found', 'email_taken', 'too_many_requests'],
});
