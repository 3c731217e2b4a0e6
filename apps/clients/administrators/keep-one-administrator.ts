import { Failure } from '@postern/contracts';
import { Not, type EntityManager } from 'typeorm';
import { AdministratorEntity } from './administrator.entity.js';

/** Held until the end of the transaction: of two at a time that would leave nobody, the second sees what the first did. */
const LAST_ADMINISTRATOR_LOCK = 7_264_504;

/**
 * To be asked before somebody loses the role administrator.
 *
 * @throws Failure `last_administrator` where nobody else has it
 */
export async function keepOneAdministrator(
  manager: EntityManager,
  { administratorId, role }: AdministratorEntity,
): Promise<void> {
  if (role !== 'administrator') return;
  await manager.query('SELECT pg_advisory_xact_lock($1)', [LAST_ADMINISTRATOR_LOCK]);
  const others = { role: 'administrator', administratorId: Not(administratorId) } as const;
  if (!(await manager.existsBy(AdministratorEntity, others))) throw new Failure('last_administrator');
}
