import { Failure } from '@postern/contracts';
import { lockUntilCommit } from '@postern/persistence';
import { Not, type EntityManager } from 'typeorm';
import { AdministratorEntity } from './administrator.entity.js';

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
  // Of two at a time that would leave nobody, the second sees what the first did.
  await lockUntilCommit(manager, 'last administrator');
  const others = { role: 'administrator', administratorId: Not(administratorId) } as const;
  if (!(await manager.existsBy(AdministratorEntity, others))) throw new Failure('last_administrator');
}
