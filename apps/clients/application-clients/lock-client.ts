import { Failure, noSuchClient } from '@postern/contracts';
import type { EntityManager } from 'typeorm';
import { ApplicationClientEntity } from './application-client.entity.js';

/**
 * The client, locked for this transaction, so that two changes of it come one after the other.
 *
 * @throws Failure `not_found`, or `version_conflict` where the caller has seen another version
 */
export async function lockClient(
  manager: EntityManager,
  clientId: string,
  expectedVersions: readonly number[] | undefined,
): Promise<ApplicationClientEntity> {
  const entity = await manager.findOne(ApplicationClientEntity, {
    where: { clientId },
    lock: { mode: 'pessimistic_write' },
  });
  if (entity === null) throw noSuchClient();
  if (expectedVersions?.includes(entity.version) === false) throw new Failure('version_conflict');
  return entity;
}
