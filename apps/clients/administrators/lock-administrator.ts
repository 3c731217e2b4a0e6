import { Failure, noSuchAdministrator } from '@postern/contracts';
import type { EntityManager } from 'typeorm';
import { AdministratorEntity } from './administrator.entity.js';

interface ExpectedAdministrator {
  readonly administrator_id: string;
  /** Those that the caller has seen, where they say. */
  readonly expected_versions?: readonly number[] | undefined;
}

/**
 * The administrator, locked for this transaction, so that two changes come one after the other.
 *
 * @throws Failure `not_found`, or `version_conflict` where the caller has seen another version
 */
export async function lockAdministrator(
  manager: EntityManager,
  { administrator_id: administratorId, expected_versions: expectedVersions }: ExpectedAdministrator,
): Promise<AdministratorEntity> {
  const entity = await manager.findOne(AdministratorEntity, {
    where: { administratorId },
    lock: { mode: 'pessimistic_write' },
  });
  if (entity === null) throw noSuchAdministrator();
  if (expectedVersions?.includes(entity.version) === false) throw new Failure('version_conflict');
  return entity;
}
