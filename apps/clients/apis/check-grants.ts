import {
  Failure,
  MANAGEMENT_AUDIENCE,
  type FieldProblem,
  type ApiGrant,
  type RequestOf,
  type updateClient,
} from '@postern/contracts';
import type { EntityManager } from 'typeorm';
import { ApiEntity } from './api.entity.js';

type Granted = Pick<RequestOf<typeof updateClient>['change'], 'grants' | 'resource_server_for'>;

/**
 * Checks that the APIs and scopes that a client is given exist, and keeps the APIs as they are until the end of the
 * transaction. To be called before the client is locked: who changes an API takes them in this order, too.
 *
 * @throws Failure `invalid_request` naming each that does not
 */
export async function checkGrants(
  manager: EntityManager,
  { grants = [], resource_server_for: served = null }: Granted,
): Promise<void> {
  const audiences = [...grants.map(({ audience }) => audience), ...(served === null ? [] : [served])];
  if (audiences.length === 0) return;
  const found = await manager
    .createQueryBuilder(ApiEntity, 'api')
    .where('api.audience = ANY(:audiences)', { audiences })
    .orderBy('api.api_id')
    .setLock('pessimistic_read')
    .getMany();
  const apis = new Map(found.map((api) => [api.audience, api]));
  const fields = grants.flatMap((grant, index) =>
    problemsOf(grant, apis.get(grant.audience), `grants.${index}`),
  );
  if (served !== null && !apis.has(served))
    fields.push({ field: 'resource_server_for', message: 'is not the audience of an API' });
  if (fields.length > 0) throw new Failure('invalid_request', { fields });
}

function problemsOf({ audience, scopes }: ApiGrant, api: ApiEntity | undefined, at: string): FieldProblem[] {
  if (audience === MANAGEMENT_AUDIENCE)
    return [{ field: `${at}.audience`, message: 'is the management API, whose scopes belong into scopes' }];
  if (api === undefined) return [{ field: `${at}.audience`, message: 'is not the audience of an API' }];
  const known = new Set(api.scopes.map(({ name }) => name));
  return scopes.flatMap((scope, index) =>
    known.has(scope) ? [] : [{ field: `${at}.scopes.${index}`, message: 'is not a scope of this API' }],
  );
}
