import { ADMINISTRATOR_ID, noSuchAdministrator } from '@postern/contracts';

/**
 * An administrator ID of a path.
 *
 * @throws Failure `not_found` for what cannot be the ID of any administrator
 */
export function knownAdministratorId(id: string): string {
  if (!ADMINISTRATOR_ID.test(id)) throw noSuchAdministrator();
  return id;
}
