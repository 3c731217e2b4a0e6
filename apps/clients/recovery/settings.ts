import { databaseSettings, setting } from '@postern/config';
import { email } from '@postern/contracts';
import { z } from 'zod';

/** Settings of the command that gives an administrator a temporary password; it needs none of the service's secrets. */
export const recoverySettings = z.object({
  ...databaseSettings,
  ADMINISTRATOR_EMAIL: setting(email, { description: 'Whose password it is.' }),
  CREATE_ADMINISTRATOR: setting(
    z.stringbool({ truthy: ['true'], falsy: ['false'], error: 'is not true or false' }).default(false),
    { description: 'Whether to make an administrator where nobody has this email.' },
  ),
});
