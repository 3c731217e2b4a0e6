import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Failure, type Api, type ClientVersion, type RequestOf, type updateApi } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { ClientChanges } from '../client-events/client-changes.js';
import { toApiState, type ApiEntity, type ApiState } from './api.entity.js';
import { GrantedClients } from './granted-clients.js';
import { lockApi } from './lock-api.js';

type Command = RequestOf<typeof updateApi>;

/** Changes an API. Scopes that it loses are taken from the clients that have them. */
@Injectable()
export class UpdateApi {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clients: GrantedClients,
    private readonly changes: ClientChanges,
  ) {}

  /** @throws Failure `not_found`, `version_conflict`, `built_in`, `api_in_use` */
  async execute(command: Command, { requestId }: RequestContext): Promise<Api> {
    const { actor, change } = command;
    const { updated, changed } = await this.database.transaction(async (manager) => {
      const entity = await lockApi(manager, command.api_id, command.expected_version);
      const before = toApiState(entity);
      let changed: ClientVersion[] = [];
      if (!isDeepStrictEqual({ ...before, ...change }, before)) {
        await this.refuseUnforced(manager, entity, command);
        entity.name = change.name ?? entity.name;
        entity.description = change.description ?? entity.description;
        entity.scopes = change.scopes ?? entity.scopes;
        entity.tokenLifetimeSeconds = change.token_lifetime_seconds ?? entity.tokenLifetimeSeconds;
        entity.version++;
        entity.updatedAt = new Date();
        await manager.save(entity);
        if (matters(before, toApiState(entity)))
          changed = await this.clients.narrow(
            manager,
            entity,
            entity.scopes.map(({ name }) => name),
          );
        const after = toApiState(entity);
        await this.audit.record(manager, {
          actor,
          action: 'api.updated',
          subjectId: before.api_id,
          requestId,
          before,
          after,
        });
      }
      const granted_clients = await this.clients.count(manager, entity);
      return { updated: { ...toApiState(entity), granted_clients }, changed };
    });
    await this.changes.announceAll(changed, requestId);
    return updated;
  }

  /** @throws Failure `api_in_use` with the number of clients that would lose a scope */
  private async refuseUnforced(manager: EntityManager, entity: ApiEntity, { change, force }: Command) {
    const kept = new Set((change.scopes ?? entity.scopes).map(({ name }) => name));
    const lost = entity.scopes.map(({ name }) => name).filter((name) => !kept.has(name));
    if (force || lost.length === 0) return;
    const affectedClients = await this.clients.count(manager, entity, lost);
    if (affectedClients > 0) throw new Failure('api_in_use', { affectedClients });
  }
}

/** Whether tokens for the API are different afterwards. */
function matters(before: ApiState, after: ApiState): boolean {
  const token = ({ scopes, token_lifetime_seconds: seconds }: ApiState) => [
    seconds,
    ...scopes.map(({ name }) => name),
  ];
  return !isDeepStrictEqual(token(before), token(after));
}
