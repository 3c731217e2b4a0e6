import { Injectable } from '@nestjs/common';
import { clientDeleted, type deleteClient, type RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database, Outbox } from '@postern/persistence';
import { AuditLog } from '../audit/audit-log.js';
import { ClientChanges } from '../client-events/client-changes.js';
import { ApplicationClientEntity, toApplicationClient } from './application-client.entity.js';
import { lockClient } from './lock-client.js';

/** Ends a client, its secrets and its tokens. */
@Injectable()
export class DeleteClient {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly changes: ClientChanges,
  ) {}

  /** @throws Failure `not_found`, `version_conflict` */
  async execute(
    command: RequestOf<typeof deleteClient>,
    context: RequestContext,
  ): Promise<Record<string, never>> {
    const { actor, client_id: clientId } = command;
    // The delete counts as one more version, so nothing written before it can pass for newer.
    const version = await this.database.transaction(async (manager) => {
      const entity = await lockClient(manager, clientId, command.expected_versions);
      const before = toApplicationClient(entity);
      await manager.delete(ApplicationClientEntity, { clientId });
      const { requestId } = context;
      await this.audit.record(manager, {
        actor,
        action: 'application_client.deleted',
        subjectId: clientId,
        requestId,
        before,
      });
      await this.outbox.add(manager, clientDeleted, { client_id: clientId, version: before.version + 1 });
      return before.version + 1;
    });
    await this.changes.announce({ client_id: clientId, version, deleted: true }, context.requestId);
    return {};
  }
}
