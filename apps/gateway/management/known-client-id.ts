import { CLIENT_ID, noSuchClient } from '@postern/contracts';

/**
 * A client ID of a path.
 *
 * @throws Failure `not_found` for what cannot be the ID of any client
 */
export function knownClientId(id: string): string {
  if (!CLIENT_ID.test(id)) throw noSuchClient();
  return id;
}
