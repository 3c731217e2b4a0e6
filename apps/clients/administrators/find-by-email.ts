import type { EntityManager } from 'typeorm';
import { AdministratorEntity } from './administrator.entity.js';

/** Whoever has this email, whatever its letter case. */
export async function findByEmail(
  manager: EntityManager,
  email: string,
): Promise<AdministratorEntity | undefined> {
  const found = await manager
    .createQueryBuilder(AdministratorEntity, 'administrator')
    .where('lower(administrator.email) = :email', { email: email.toLowerCase() })
    .getOne();
  return found ?? undefined;
}
