import type { Actor } from '@postern/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('audit_events')
export class AuditEventEntity {
  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId!: string;

  @Column('timestamptz', { name: 'occurred_at', default: () => 'now()' })
  occurredAt!: Date;

  @Column('text', { name: 'actor_type' })
  actorType!: Actor['type'];

  @Column('text', { name: 'actor_id' })
  actorId!: string;

  @Column('text', { name: 'actor_address', nullable: true })
  actorAddress!: string | null;

  @Column('text')
  action!: string;

  @Column('text', { name: 'subject_id' })
  subjectId!: string;

  @Column('text', { name: 'request_id' })
  requestId!: string;

  @Column('jsonb', { nullable: true })
  before!: object | null;

  @Column('jsonb', { nullable: true })
  after!: object | null;
}
