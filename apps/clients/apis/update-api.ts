import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Api, ChangedClient, RequestOf, updateApi } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database } from '@postern/persistence';
import { AuditLog } from '../audit/audit-log.js';
import { ClientChanges } from '../client-events/client-changes.js';
import { toApiState, type ApiEntity, type ApiState } from './api.entity.js';
import { GrantedClients } from './granted-clients.js';
import { lockApi } from './lock-api.js';
import { NarrowGrants } from './narrow-grants.js';
import { refuseLoss } from './refuse-loss.js';

type Command = RequestOf<typeof updateApi>;

/** Changes an API. Scopes that it loses are taken from the clients that have them. */
@Injectable()
export class UpdateApi {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clients: GrantedClients,
    private readonly narrowGrants: NarrowGrants,
    private readonly changes: ClientChanges,
  ) {}

  /** @throws Failure `not_found`, `version_conflict`, `built_in`, `api_in_use`, `too_many_clients` */
  async execute(command: Command, { requestId }: RequestContext): Promise<Api> {
    const { actor, change, force } = command;
    const cause = { actor, requestId };
    const { updated, changed } = await this.database.transaction(async (manager) => {
      const entity = await lockApi(manager, command.api_id, command.expected_versions);
      const before = toApiState(entity);
      let changed: ChangedClient[] = [];
      if (!isDeepStrictEqual({ ...before, ...change }, before)) {
        const lost = scopesLost(entity, change);
        if (lost.length > 0) refuseLoss(await this.clients.lossOf(manager, entity, lost), force);
        entity.name = change.name ?? entity.name;
        entity.description = change.description ?? entity.description;
        entity.scopes = change.scopes ?? entity.scopes;
        entity.tokenLifetimeSeconds = change.token_lifetime_seconds ?? entity.tokenLifetimeSeconds;
        entity.version++;
        entity.updatedAt = new Date();
        await manager.save(entity);
        const after = toApiState(entity);
        let affectedClients = 0;
        if (matters(before, after)) {
          const scopes = entity.scopes.map(({ name }) => name);
          ({ changed, affectedClients } = await this.narrowGrants.execute(manager, entity, scopes, cause));
        }
        await this.audit.record(manager, {
          ...cause,
          action: 'api.updated',
          subjectId: before.api_id,
          before,
          after,
          affectedClients,
        });
      }
      const figuresOf = await this.clients.figuresOf(manager, [entity]);
      return { updated: { ...toApiState(entity), ...figuresOf(entity) }, changed };
    });
    await this.changes.announceAll(changed, requestId);
    return updated;
  }
}

/** The names of the scopes that the API would have no more. */
function scopesLost({ scopes }: ApiEntity, change: Command['change']): string[] {
  const kept = new Set((change.scopes ?? scopes).map(({ name }) => name));
  return scopes.map(({ name }) => name).filter((name) => !kept.has(name));
}

/** Whether tokens for the API are different afterwards. */
function matters(before: ApiState, after: ApiState): boolean {
  const token = ({ scopes, token_lifetime_seconds: seconds }: ApiState) => [
    seconds,
    ...scopes.map(({ name }) => name),
  ];
  return !isDeepStrictEqual(token(before), token(after));
}
