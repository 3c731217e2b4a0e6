import { Failure, noSuchApi } from '@postern/contracts';
import type { EntityManager } from 'typeorm';
import { ApiEntity } from './api.entity.js';

/**
 * The API, locked for this transaction: nobody changes it, and no client is granted anything on it.
 *
 * @throws Failure `not_found`, `built_in`, or `version_conflict` where the caller has seen another version
 */
export async function lockApi(
  manager: EntityManager,
  apiId: string,
  expectedVersions: readonly number[] | undefined,
): Promise<ApiEntity> {
  const entity = await manager.findOne(ApiEntity, { where: { apiId }, lock: { mode: 'pessimistic_write' } });
  if (entity === null) throw noSuchApi();
  if (entity.builtIn) throw new Failure('built_in');
  if (expectedVersions?.includes(entity.version) === false) throw new Failure('version_conflict');
  return entity;
}
