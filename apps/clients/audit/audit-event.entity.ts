import type { Actor, AuditEvent } from '@postern/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit_events')
export class AuditEventEntity {
  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId!: string;

  /** Grows from one committed event to the next; Postgres gives it. */
  @Column('bigint')
  sequence!: string;

  /** Never before that of an event with a lower sequence. */
  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt!: Date;

  @Column('text', { name: 'actor_type' })
  actorType!: Actor['type'];

  @Column('text', { name: 'actor_id' })
  actorId!: string;

  @Column('text', { name: 'actor_address', nullable: true })
  actorAddress!: string | null;

  @Column('text')
  action!: string;

  @Column('text', { name: 'subject_type' })
  subjectType!: string;

  @Column('text', { name: 'subject_id' })
  subjectId!: string;

  @Column('text', { name: 'request_id' })
  requestId!: string;

  @Column('jsonb', { nullable: true })
  before!: Record<string, unknown> | null;

  @Column('jsonb', { nullable: true })
  after!: Record<string, unknown> | null;

  @Column('integer', { name: 'affected_clients', nullable: true })
  affectedClients!: number | null;
}

/** The event as the outside sees it. */
export function toAuditEvent(entity: AuditEventEntity): AuditEvent {
  return {
    event_id: entity.eventId,
    occurred_at: entity.occurredAt.toISOString(),
    actor: { type: entity.actorType, id: entity.actorId, address: entity.actorAddress },
    action: entity.action,
    subject: { type: entity.subjectType, id: entity.subjectId },
    request_id: entity.requestId,
    before: entity.before,
    after: entity.after,
    affected_clients: entity.affectedClients,
  };
}
