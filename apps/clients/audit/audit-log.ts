import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AUDIT_ACTIONS, type Actor, type AuditAction, type AuditedState } from '@postern/contracts';
import type { EntityManager } from 'typeorm';

/** Held from an entry until the end of its transaction. */
const AUDIT_LOG_LOCK = 7_264_503;

export interface AuditEntry {
  /** Given where the same entry may come again; it counts once. */
  readonly eventId?: string;
  readonly actor: Actor;
  readonly action: AuditAction;
  readonly subjectId: string;
  readonly requestId: string;
  /** Public form of the subject; what has no place in it is left out. */
  readonly before?: AuditedState | undefined;
  readonly after?: AuditedState | undefined;
}

/**
 * What changed who may enter, written in the transaction of the change itself.
 *
 * Transactions that write here end one after the other, in the order of their entries. So whoever has read the log
 * up to an entry will never find another before it, and may go on from there. A transaction writes its entry after
 * all that it may have to wait for: others would wait with it.
 */
@Injectable()
export class AuditLog {
  async record(manager: EntityManager, entry: AuditEntry): Promise<void> {
    const { eventId = randomUUID(), actor, action, subjectId, requestId } = entry;
    const { subject, state } = AUDIT_ACTIONS[action];
    const kept = (given?: AuditedState) => (given === undefined ? null : JSON.stringify(state.parse(given)));
    // A statement of its own: what the next one sees must be what is committed once the lock is ours.
    await manager.query('SELECT pg_advisory_xact_lock($1)', [AUDIT_LOG_LOCK]);
    // Where the clock was set back the time stands still until it has caught up.
    await manager.query(
      `INSERT INTO audit_events (event_id, occurred_at, actor_type, actor_id, actor_address, action,
         subject_type, subject_id, request_id, before, after)
       SELECT $1, greatest(clock_timestamp(), max(occurred_at)), $2, $3, $4, $5, $6, $7, $8, $9, $10
       FROM audit_events ON CONFLICT (event_id) DO NOTHING`,
      [
        eventId,
        ...[actor.type, actor.id, actor.address ?? null],
        ...[action, subject, subjectId, requestId, kept(entry.before), kept(entry.after)],
      ],
    );
  }
}
