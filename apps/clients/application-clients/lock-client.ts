import { Failure, noSuchClient } from '@postern/contracts';
import type { EntityManager } from 'typeorm';
import { ApplicationClientEntity } from './application-client.entity.js';

interface ExpectedClient {
  readonly client_id: string;
  /** Those that the caller has seen, where they say. */
  readonly expected_versions?: readonly number[] | undefined;
}

/**
 * The client, locked for this transaction, so that two changes of it come one after the other.
 *
 * @throws Failure `not_found`, or `version_conflict` where the caller has seen another version
 */
export async function lockClient(
  manager: EntityManager,
  { client_id: clientId, expected_versions: expectedVersions }: ExpectedClient,
): Promise<ApplicationClientEntity> {
  const entity = await manager.findOne(ApplicationClientEntity, {
    where: { clientId },
    lock: { mode: 'pessimistic_write' },
  });
  if (entity === null) throw noSuchClient();
  if (expectedVersions?.includes(entity.version) === false) throw new Failure('version_conflict');
  return entity;
}
