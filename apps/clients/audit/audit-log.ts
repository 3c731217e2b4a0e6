import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AUDIT_ACTIONS, type Actor, type AuditAction, type AuditedState } from '@postern/contracts';
import { lockUntilCommit } from '@postern/persistence';
import type { EntityManager } from 'typeorm';

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
  /** How many application clients lost something with it, where that may be. */
  readonly affectedClients?: number;
}

/** Columns of an entry with their types, and what stands in them. */
const COLUMNS: readonly (readonly [name: string, type: string, of: (entry: AuditEntry) => unknown])[] = [
  ['event_id', 'uuid', ({ eventId }) => eventId ?? randomUUID()],
  ['actor_type', 'text', ({ actor }) => actor.type],
  ['actor_id', 'text', ({ actor }) => actor.id],
  ['actor_address', 'text', ({ actor }) => actor.address ?? null],
  ['action', 'text', ({ action }) => action],
  ['subject_type', 'text', ({ action }) => AUDIT_ACTIONS[action].subject],
  ['subject_id', 'text', ({ subjectId }) => subjectId],
  ['request_id', 'text', ({ requestId }) => requestId],
  ['before', 'jsonb', ({ action, before }) => kept(action, before)],
  ['after', 'jsonb', ({ action, after }) => kept(action, after)],
  ['affected_clients', 'integer', ({ affectedClients }) => affectedClients ?? null],
];
const NAMES = COLUMNS.map(([name]) => name).join(', ');
const ARRAYS = COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');

/**
 * What changed who may enter, written in the transaction of the change itself.
 *
 * Transactions that write here end one after the other, in the order of their entries. So whoever has read the log
 * up to an entry will never find another before it, and may go on from there. A transaction writes its entry after
 * all that it may have to wait for: others would wait with it.
 */
@Injectable()
export class AuditLog {
  record(manager: EntityManager, entry: AuditEntry): Promise<void> {
    return this.recordAll(manager, [entry]);
  }

  /** Writes many entries, in this order and of one moment. */
  async recordAll(manager: EntityManager, entries: readonly AuditEntry[]): Promise<void> {
    // A statement of its own: what the next one sees must be what is committed once the lock is ours.
    await lockUntilCommit(manager, 'audit log');
    // Where the clock was set back the time stands still until it has caught up.
    await manager.query(
      `WITH moment AS MATERIALIZED (SELECT greatest(clock_timestamp(), max(occurred_at)) AS now FROM audit_events)
       INSERT INTO audit_events (occurred_at, ${NAMES})
       SELECT moment.now, ${NAMES}
       FROM moment, unnest(${ARRAYS}) WITH ORDINALITY AS entry (${NAMES}, place)
       ORDER BY place
       ON CONFLICT (event_id) DO NOTHING`,
      COLUMNS.map(([, , of]) => entries.map(of)),
    );
  }
}

function kept(action: AuditAction, given: AuditedState | undefined): string | null {
  return given === undefined ? null : JSON.stringify(AUDIT_ACTIONS[action].state.parse(given));
}
