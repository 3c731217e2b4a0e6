import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { encodeBase62, Failure, type Api, type createApi, type RequestOf } from '@postern/contracts';
import type { RequestContext } from '@postern/messaging';
import { Database } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../audit/audit-log.js';
import { IdempotentReplies } from '../idempotency/idempotent-replies.js';
import { ApiEntity, toApiState } from './api.entity.js';

/** Registers a resource server. */
@Injectable()
export class CreateApi {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly replies: IdempotentReplies,
  ) {}

  /** @throws Failure `audience_taken`, `idempotency_key_reused` */
  execute(command: RequestOf<typeof createApi>, { requestId }: RequestContext): Promise<Api> {
    const { actor, api: given, idempotency_key: key } = command;
    return this.database.transaction(async (manager) => {
      const now = new Date();
      const entity = manager.create(ApiEntity, {
        apiId: `api_${encodeBase62(randomBytes(16), 22)}`,
        audience: given.audience,
        name: given.name,
        description: given.description,
        scopes: given.scopes,
        tokenLifetimeSeconds: given.token_lifetime_seconds,
        builtIn: false,
        version: 1,
        createdAt: now,
        updatedAt: now,
      });
      const after = toApiState(entity);
      const created: Api = { ...after, granted_clients: 0, resource_servers: 0 };
      if (key !== undefined) {
        const request = { create_api: given };
        const kept = await this.replies.keep(manager, { caller: actor.id, key, request }, created);
        if (kept !== created) return kept;
      }
      if (!(await inserted(manager, entity))) throw new Failure('audience_taken');
      await this.audit.record(manager, {
        actor,
        action: 'api.created',
        subjectId: after.api_id,
        requestId,
        after,
      });
      return created;
    });
  }
}

/** Whether there was no API with this audience yet. */
async function inserted(manager: EntityManager, entity: ApiEntity): Promise<boolean> {
  const insert = manager.createQueryBuilder().insert().into(ApiEntity).values(entity).orIgnore();
  const { raw } = (await insert.returning('api_id').execute()) as { raw: unknown[] };
  return raw.length > 0;
}
