import { z } from 'zod';
import { MANAGEMENT_SCOPES, type ManagementScope } from '../management-api.js';
import { timestamp } from '../texts.js';
import { administratorId } from './administrator-id.js';
import { email, firstName, lastName } from './person.js';

export const ADMINISTRATOR_ROLES = ['administrator', 'viewer'] as const;
const role = z.enum(ADMINISTRATOR_ROLES);
export type AdministratorRole = z.output<typeof role>;

/** What each role may do at the management API. */
export const ROLE_SCOPES: Readonly<Record<AdministratorRole, readonly ManagementScope[]>> = {
  administrator: managementScopes((scope) => scope !== 'tokens:introspect'),
  viewer: managementScopes((scope) => scope.endsWith(':read')),
};

function managementScopes(isOfRole: (scope: ManagementScope) => boolean): ManagementScope[] {
  return (Object.keys(MANAGEMENT_SCOPES) as ManagementScope[]).filter(isOfRole);
}

/** A person who signs in to the console. */
export const administrator = z
  .object({
    administrator_id: administratorId,
    email: z.string().meta({ examples: ['ada@example.com'] }),
    first_name: z.string().meta({ examples: ['Ada'] }),
    last_name: z.string().meta({ examples: ['Lovelace'] }),
    role,
    password_change_required: z
      .boolean()
      .describe(
        'Whether the password is one that somebody else has seen; until it is changed it opens nothing.',
      ),
    created_at: timestamp,
    updated_at: timestamp,
    last_signed_in_at: timestamp.nullable(),
    version: z.int().positive(),
  })
  .meta({ id: 'Administrator' });
export type Administrator = z.output<typeof administrator>;

/** The body of a create. The password is made up. */
export const newAdministrator = z
  .strictObject({ email, first_name: firstName, last_name: lastName, role })
  .meta({ id: 'NewAdministrator' });
export type NewAdministrator = z.output<typeof newAdministrator>;

/** The body of an update (RFC 7396): what is absent stays. */
export const administratorChange = newAdministrator.partial().meta({ id: 'AdministratorChange' });

/** With the one answer in which a password stands: one to sign in with once, and then to change. */
export const administratorWithPassword = administrator
  .extend({ temporary_password: z.string().meta({ examples: ['4Xk1mPq8RzTn0VbLw7YcJd2Hs'] }) })
  .meta({ id: 'AdministratorWithPassword' });
