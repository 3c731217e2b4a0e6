import type { EntityManager } from 'typeorm';

/**
 * What is locked in a database that all services may share. The place in this list makes the number of the lock, so
 * that no two have the same. Replicas of two releases must agree on it: new ones go to the end.
 */
const LOCKS = [
  'migrations',
  'first start',
  'audit log',
  'last administrator',
  'steps of signing keys',
] as const;
export type Lock = (typeof LOCKS)[number];

/** Any number will do, as long as whoever else uses the database does not lock the ones after it. */
const FIRST_NUMBER = 7_264_501;

/** The number of the advisory lock in Postgres. */
export function lockNumber(lock: Lock): number {
  return FIRST_NUMBER + LOCKS.indexOf(lock);
}

/** Waits for whoever has the lock; from then until the end of the transaction nobody else gets it. */
export async function lockUntilCommit(manager: EntityManager, lock: Lock): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [lockNumber(lock)]);
}
