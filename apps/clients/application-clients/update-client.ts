import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { clientUpdated, type ApplicationClient, type RequestOf, type updateClient } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database, Outbox } from '@postern/persistence';
import { AuditLog } from '../audit/audit-log.js';
import { ClientChanges } from '../client-events/client-changes.js';
import { toApplicationClient } from './application-client.entity.js';
import { lockClient } from './lock-client.js';

/** Changes a client. Disabling it ends its tokens for good: enabling brings back issuing, not the old tokens. */
@Injectable()
export class UpdateClient {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly changes: ClientChanges,
  ) {}

  /** @throws Failure `not_found`, `version_conflict` */
  async execute(
    command: RequestOf<typeof updateClient>,
    context: RequestContext,
  ): Promise<ApplicationClient> {
    const { actor, change, client_id: clientId } = command;
    const { before, after } = await this.database.transaction(async (manager) => {
      const entity = await lockClient(manager, clientId, command.expected_version);
      const before = toApplicationClient(entity);
      if (isDeepStrictEqual({ ...before, ...change }, before)) return { before, after: before };
      if (change.status === 'disabled' && before.status === 'active') entity.tokenEpoch++;
      Object.assign(entity, change);
      entity.version++;
      entity.updatedAt = new Date();
      await manager.save(entity);
      const after = toApplicationClient(entity);
      const { requestId } = context;
      await this.audit.record(manager, {
        actor,
        action: 'application_client.updated',
        subjectId: clientId,
        requestId,
        before,
        after,
      });
      await this.outbox.add(manager, clientUpdated, { client_id: clientId, version: entity.version });
      return { before, after };
    });
    if (after !== before) {
      await this.changes.announce({ client_id: clientId, version: after.version, deleted: false }, context);
    }
    return after;
  }
}
