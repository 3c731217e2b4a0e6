import { Inject, Injectable } from '@nestjs/common';
import { clientDeleted, clientUpdated, type Actor, type ChangedClient } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { noteInSpan } from '@postern/observability';
import { Database, Outbox } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { AuditLog, type AuditEntry } from '../audit/audit-log.js';
import { ClientChanges } from './client-changes.js';

/** Who changes whom. */
export interface ClientCommand {
  readonly actor: Actor;
  /** ID of an application client, or of an administrator, who to the token service is a client too. */
  readonly client_id: string;
}

/** A row that has tokens; those of an earlier version may be ended by a change. */
interface Versioned {
  version: number;
  updatedAt: Date;
}

/** What happened to the client, for the audit log. */
export interface ClientChange extends Pick<AuditEntry, 'action' | 'before'> {
  /** Asked once the client is written. */
  readonly after?: () => AuditEntry['after'];
}

export interface ClientTransaction {
  readonly manager: EntityManager;
  /** Writes the client as its next version, with the audit event and the event that belong to it. Once at most. */
  readonly save: (client: Versioned, change: ClientChange) => Promise<void>;
  /** Deletes the client, which counts as one more version, in the same manner. */
  readonly remove: (client: Versioned, change: ClientChange) => Promise<void>;
}

/** Changes of a client: all in one transaction, made known at once after it. */
@Injectable()
export class ClientTransactions {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    @Inject(ClientChanges) private readonly changes: Pick<ClientChanges, 'announce'>,
  ) {}

  /** Resolves to what `work` returns, when the token service answers from the change, or after a short wait. */
  async run<T>(
    { actor, client_id }: ClientCommand,
    { requestId }: Pick<RequestContext, 'requestId'>,
    work: (transaction: ClientTransaction) => Promise<T>,
  ): Promise<T> {
    let change: (ChangedClient & { deleted: boolean }) | undefined;
    const result = await this.database.transaction((manager) => {
      const note = async (version: number, deleted: boolean, { action, before, after }: ClientChange) => {
        const states = { before, after: after?.() };
        await this.audit.record(manager, { actor, action, subjectId: client_id, requestId, ...states });
        const changed = { client_id, version, occurred_at: new Date().toISOString() };
        await this.outbox.add(manager, deleted ? clientDeleted : clientUpdated, changed);
        change = { ...changed, deleted };
      };
      return work({
        manager,
        save: async (client, what) => {
          client.version++;
          client.updatedAt = new Date();
          await manager.save(client);
          await note(client.version, false, what);
        },
        remove: async (client, what) => {
          await manager.remove(client);
          await note(client.version + 1, true, what);
        },
      });
    });
    noteInSpan({ 'postern.client_id': client_id });
    if (change !== undefined) await this.changes.announce(change, requestId);
    return result;
  }
}
