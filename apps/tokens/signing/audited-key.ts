import { randomUUID } from 'node:crypto';
import type { TokenChange } from '@postern/contracts';
import type { KeyChange, KeyState } from './key-schedule.js';

const SCHEDULE = { type: 'system', id: 'signing-key-schedule' } as const;

/** What the audit log keeps of a key. */
export function toAuditedKey(key: KeyState) {
  return {
    algorithm: key.algorithm,
    status: key.status,
    status_since: key.statusSince.toISOString(),
    status_until: key.statusUntil?.toISOString() ?? null,
    rotation_requested: key.rotationRequested,
  };
}

/** The steps that are taken together, for the audit log; what a key only remembers of the settings is none. */
export function auditedSteps(
  keys: readonly KeyState[],
  changes: readonly KeyChange[],
  added: KeyState | undefined,
): TokenChange[] {
  const requestId = randomUUID();
  const about = (kid: string) => ({
    event_id: randomUUID(),
    actor: SCHEDULE,
    subject_id: kid,
    request_id: requestId,
  });
  const steps = changes.flatMap((change): TokenChange[] => {
    const key = keys.find(({ kid }) => kid === change.kid);
    if (key === undefined || change.status === undefined) return [];
    const states = { before: toAuditedKey(key), after: toAuditedKey({ ...key, ...change }) };
    return [{ ...about(key.kid), action: 'signing_key.status_changed', ...states }];
  });
  if (added !== undefined)
    steps.push({ ...about(added.kid), action: 'signing_key.created', after: toAuditedKey(added) });
  return steps;
}
