import { tokenChange, type TokenChange } from '@postern/contracts';
import type { EntityManager } from 'typeorm';

/**
 * Notes changes for the audit log in the transaction in which they are made. They stay in the table until the client
 * service, whose the log is, has them.
 */
export async function addForAudit(manager: EntityManager, changes: readonly TokenChange[]): Promise<void> {
  const parsed = changes.map((change) => tokenChange.parse(change));
  await manager.query(
    `INSERT INTO unreported_changes (event_id, change)
     SELECT event_id, change FROM unnest($1::uuid[], $2::jsonb[]) WITH ORDINALITY AS c (event_id, change, place)
     ORDER BY place`,
    [parsed.map(({ event_id }) => event_id), parsed.map((change) => JSON.stringify(change))],
  );
}
