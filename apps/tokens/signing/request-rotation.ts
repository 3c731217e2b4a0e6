import { randomUUID } from 'node:crypto';
import type { Actor } from '@postern/contracts';
import { lockUntilCommit, type Database } from '@postern/persistence';
import { addForAudit } from '../audit/add-for-audit.js';
import { toAuditedKey } from './audited-key.js';
import { MOST_PUBLISHED, publishedUntil, type KeyStates } from './key-schedule.js';
import { SigningKeyEntity } from './signing-key.entity.js';
import { readKeys } from './signing-key-store.js';

/** Asks for a rotation, unless one is under way. Resolves to whether none was. */
export function requestRotation(
  database: Database,
  actor: Actor,
  requestId: string = randomUUID(),
): Promise<boolean> {
  return database.transaction(async (manager) => {
    await lockUntilCommit(manager, 'steps of signing keys');
    const { keys } = await readKeys(manager);
    if (keys.some(({ status }) => status === 'pending')) return false;
    const active = keys.find(({ status, rotationRequested }) => status === 'active' && !rotationRequested);
    if (active === undefined) return true;
    await manager.update(SigningKeyEntity, active.kid, { rotationRequested: true });
    await addForAudit(manager, [
      {
        event_id: randomUUID(),
        actor,
        action: 'signing_key.rotation_requested',
        subject_id: active.kid,
        request_id: requestId,
        before: toAuditedKey(active),
        after: { ...toAuditedKey(active), rotation_requested: true },
      },
    ]);
    return true;
  });
}

/** What happens when with these keys, one line a key. Times are RFC 3339. */
export function describeRotation({ keys, now }: KeyStates): string[] {
  const pending = keys.find(({ status }) => status === 'pending');
  const lines = keys.map((key) => {
    const name = `${key.kid} (${key.algorithm})`;
    const until = key.statusUntil?.toISOString();
    if (key.status === 'pending') return `${name} is pending: published now, signs from ${until} on`;
    if (key.status === 'retiring') return `${name} is retiring: published until ${until}`;
    if (pending === undefined) return `${name} is active`;
    const stops = pending.statusUntil! > now ? pending.statusUntil! : now;
    return `${name} is active: signs until ${stops.toISOString()}, published until ${publishedUntil(key, stops).toISOString()}`;
  });
  if (keys.length === 0)
    return ['There is no signing key; the token service makes the first one when it starts.'];
  if (pending !== undefined) return lines;
  const waits =
    keys.length < MOST_PUBLISHED
      ? 'The rotation begins as soon as a token service runs.'
      : `The rotation begins when fewer than ${MOST_PUBLISHED} keys are published.`;
  return [...lines, waits];
}
