import { Injectable } from '@nestjs/common';
import { clientUpdated, type Actor } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database, Outbox } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { AuditLog, type AuditEntry } from '../audit/audit-log.js';
import { ClientChanges } from '../client-events/client-changes.js';
import type { ApplicationClientEntity } from './application-client.entity.js';
import { lockClient } from './lock-client.js';

/** Who changes which client, and which version of it they have seen, where they say. */
export interface ClientCommand {
  readonly actor: Actor;
  readonly client_id: string;
  readonly expected_versions?: readonly number[] | undefined;
}

/** What happened to the client, for the audit log. */
export interface ClientChange extends Pick<AuditEntry, 'action' | 'before'> {
  /** Asked once the client is written. */
  readonly after?: () => AuditEntry['after'];
}

export interface ClientTransaction {
  readonly manager: EntityManager;
  /**
   * The client, which nobody else changes until the end of the transaction.
   *
   * @throws Failure `not_found`, `version_conflict`
   */
  readonly lock: () => Promise<ApplicationClientEntity>;
  /** Writes the client as its next version, with the audit event and the event that belong to it. Once at most. */
  readonly save: (client: ApplicationClientEntity, change: ClientChange) => Promise<void>;
}

/** Changes of a client: all in one transaction, made known at once after it. */
@Injectable()
export class ClientTransactions {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly changes: ClientChanges,
  ) {}

  /** Resolves to what `work` returns, when the token service answers from the change, or after a short wait. */
  async run<T>(
    { actor, client_id, expected_versions }: ClientCommand,
    { requestId }: RequestContext,
    work: (transaction: ClientTransaction) => Promise<T>,
  ): Promise<T> {
    let saved: { client_id: string; version: number } | undefined;
    const result = await this.database.transaction((manager) =>
      work({
        manager,
        lock: () => lockClient(manager, client_id, expected_versions),
        save: async (client, { action, before, after }) => {
          client.version++;
          client.updatedAt = new Date();
          await manager.save(client);
          const states = { before, after: after?.() };
          await this.audit.record(manager, { actor, action, subjectId: client_id, requestId, ...states });
          saved = { client_id, version: client.version };
          await this.outbox.add(manager, clientUpdated, saved);
        },
      }),
    );
    if (saved !== undefined) await this.changes.announce({ ...saved, deleted: false }, requestId);
    return result;
  }
}
