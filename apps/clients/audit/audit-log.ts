import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor, ApplicationClient, SecretFacts } from '@postern/contracts';
import type { EntityManager } from 'typeorm';
import type { ApiState } from '../apis/api.entity.js';
import { AuditEventEntity } from './audit-event.entity.js';

export type AuditAction =
  | 'api.created'
  | 'api.updated'
  | 'api.deleted'
  | 'application_client.created'
  | 'application_client.updated'
  | 'application_client.deleted'
  | 'application_client.tokens_revoked'
  | 'client_secret.added'
  | 'client_secret.deleted'
  | 'administrator.created';

/** What the audit log keeps of a subject. */
export type AuditedState =
  | ApiState
  | ApplicationClient
  | { readonly version: number; readonly secrets: readonly SecretFacts[] }
  | { readonly email: string; readonly role: string };

export interface AuditEntry {
  readonly actor: Actor;
  readonly action: AuditAction;
  readonly subjectId: string;
  readonly requestId: string;
  /** Public form of the subject, in which no secret has a place. */
  readonly before?: AuditedState | undefined;
  readonly after?: AuditedState | undefined;
}

/** What changed who may enter, written in the transaction of the change itself. */
@Injectable()
export class AuditLog {
  async record(manager: EntityManager, entry: AuditEntry): Promise<void> {
    await manager.insert(AuditEventEntity, {
      eventId: randomUUID(),
      actorType: entry.actor.type,
      actorId: entry.actor.id,
      actorAddress: entry.actor.address ?? null,
      action: entry.action,
      subjectId: entry.subjectId,
      requestId: entry.requestId,
      before: entry.before ?? null,
      after: entry.after ?? null,
    });
  }
}
