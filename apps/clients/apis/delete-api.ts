import { Injectable } from '@nestjs/common';
import { Failure, type deleteApi, type RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database } from '@postern/persistence';
import { AuditLog } from '../audit/audit-log.js';
import { ClientChanges } from '../client-events/client-changes.js';
import { ApiEntity, toApiState } from './api.entity.js';
import { GrantedClients } from './granted-clients.js';
import { lockApi } from './lock-api.js';

/** Ends an API and every grant on it; tokens for it are inactive from then on. */
@Injectable()
export class DeleteApi {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clients: GrantedClients,
    private readonly changes: ClientChanges,
  ) {}

  /** @throws Failure `not_found`, `version_conflict`, `built_in`, `api_in_use` */
  async execute(
    command: RequestOf<typeof deleteApi>,
    { requestId }: RequestContext,
  ): Promise<Record<string, never>> {
    const changed = await this.database.transaction(async (manager) => {
      const entity = await lockApi(manager, command.api_id, command.expected_version);
      const affectedClients = await this.clients.count(manager, entity);
      if (affectedClients > 0 && !command.force) throw new Failure('api_in_use', { affectedClients });
      const changed = await this.clients.narrow(manager, entity, undefined);
      await manager.delete(ApiEntity, { apiId: entity.apiId });
      await this.audit.record(manager, {
        actor: command.actor,
        action: 'api.deleted',
        subjectId: entity.apiId,
        requestId,
        before: toApiState(entity),
      });
      return changed;
    });
    await this.changes.announceAll(changed, requestId);
    return {};
  }
}
