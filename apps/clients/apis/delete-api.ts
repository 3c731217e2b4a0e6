import { Injectable } from '@nestjs/common';
import type { deleteApi, RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database } from '@postern/persistence';
import { AuditLog } from '../audit/audit-log.js';
import { ClientChanges } from '../client-events/client-changes.js';
import { ApiEntity, toApiState } from './api.entity.js';
import { GrantedClients } from './granted-clients.js';
import { lockApi } from './lock-api.js';
import { NarrowGrants } from './narrow-grants.js';
import { refuseLoss } from './refuse-loss.js';

/** Ends an API and every grant on it; tokens for it are inactive from then on. */
@Injectable()
export class DeleteApi {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clients: GrantedClients,
    private readonly narrowGrants: NarrowGrants,
    private readonly changes: ClientChanges,
  ) {}

  /** @throws Failure `not_found`, `version_conflict`, `built_in`, `api_in_use`, `too_many_clients` */
  async execute(
    command: RequestOf<typeof deleteApi>,
    { requestId }: RequestContext,
  ): Promise<Record<string, never>> {
    const changed = await this.database.transaction(async (manager) => {
      const entity = await lockApi(manager, command.api_id, command.expected_versions);
      refuseLoss(await this.clients.lossOf(manager, entity), command.force);
      await manager.delete(ApiEntity, { apiId: entity.apiId });
      const cause = { actor: command.actor, requestId };
      const { changed, affectedClients } = await this.narrowGrants.execute(manager, entity, undefined, cause);
      await this.audit.record(manager, {
        ...cause,
        action: 'api.deleted',
        subjectId: entity.apiId,
        before: toApiState(entity),
        affectedClients,
      });
      return changed;
    });
    await this.changes.announceAll(changed, requestId);
    return {};
  }
}
