import { updateClient, type ApplicationClient } from '@postern/contracts';
import { ApiError } from '../../api/api-error.js';
import { request } from '../../api/request.js';
import { clientPath } from '../client-query.js';
import type { ClientSettings } from '../form/client-values.js';
import { changesTo, type ClientChange } from './client-changes.js';

/** Changes a client in one version of it alone. */
export function changeClient(
  clientId: string,
  change: ClientChange | Pick<ApplicationClient, 'status'>,
  expectedVersion?: number,
): Promise<ApplicationClient> {
  const path = clientPath(clientId);
  return request({ method: 'PATCH', path, body: change, reply: updateClient.reply, expectedVersion });
}

interface Options {
  readonly seen: ApplicationClient;
  readonly wanted: ClientSettings;
  /** Reads what the client is now. */
  readonly read: () => Promise<ApplicationClient>;
  readonly change?: typeof changeClient;
}

/**
 * Makes of a client that one has seen what one wants. That somebody else changed it is told where it concerns what one
 * has seen: another secret is no reason to ask, and nor is this very change, the answer to which got lost.
 *
 * @throws ApiError `version_conflict`, `not_found`
 */
export async function saveClient({
  seen,
  wanted,
  read,
  change = changeClient,
}: Options): Promise<ApplicationClient> {
  const changes = changesTo(seen, wanted);
  if (isNothing(changes)) return seen;
  try {
    return await change(seen.client_id, changes, seen.version);
  } catch (error) {
    if (ApiError.from(error).code !== 'version_conflict') throw error;
    const now = await read();
    const [missing, theirs] = [changesTo(now, wanted), changesTo(seen, now)];
    if (Object.keys(missing).some((field) => Object.hasOwn(theirs, field))) throw error;
    return isNothing(missing) ? now : change(now.client_id, missing, now.version);
  }
}

function isNothing(change: ClientChange): boolean {
  return Object.keys(change).length === 0;
}
