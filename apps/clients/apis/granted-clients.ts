import { Injectable } from '@nestjs/common';
import { MANAGEMENT_SCOPES, type Api } from '@postern/contracts';
import type { EntityManager } from 'typeorm';
import type { ApiEntity } from './api.entity.js';

/** SQL: whether a client has a grant on the API with this audience, in the form that the index knows. */
export const grantedOn = (audience: string) =>
  `grants @> jsonb_build_array(jsonb_build_object('audience', ${audience}))`;

/** How many clients have to do with an API. */
export type ApiFigures = Pick<Api, 'granted_clients' | 'resource_servers'>;

/** What would be lost with an API, or with some of its scopes. */
export interface Loss {
  /** Clients that lose something. */
  readonly affected: number;
  readonly grants: number;
  readonly servers: number;
}

/** The clients that have grants on an API, or are its resource servers, counted. */
@Injectable()
export class GrantedClients {
  /** The figures of each of these APIs, in one query. The management API's grants are among the clients' scopes. */
  async figuresOf(
    manager: EntityManager,
    apis: readonly ApiEntity[],
  ): Promise<(api: ApiEntity) => ApiFigures> {
    const rows: (ApiFigures & { audience: string })[] = await manager.query(
      `SELECT audience,
         CASE WHEN audience = ANY($2::text[])
           THEN (SELECT count(*)::int FROM application_clients WHERE scopes && $3::text[])
           ELSE (SELECT count(*)::int FROM application_clients WHERE ${grantedOn('audience')})
         END AS granted_clients,
         (SELECT count(*)::int FROM application_clients WHERE resource_server_for = audience) AS resource_servers
       FROM unnest($1::text[]) AS api (audience)`,
      [
        apis.map(({ audience }) => audience),
        apis.filter(({ builtIn }) => builtIn).map(({ audience }) => audience),
        Object.keys(MANAGEMENT_SCOPES),
      ],
    );
    const figures = new Map(rows.map(({ audience, ...counted }) => [audience, counted]));
    return ({ audience }) => figures.get(audience) ?? { granted_clients: 0, resource_servers: 0 };
  }

  /** What ends with these scopes of the API, or with the API itself where none are named. */
  async lossOf(manager: EntityManager, { audience }: ApiEntity, scopes?: readonly string[]): Promise<Loss> {
    const rows: Loss[] = await manager.query(
      `SELECT count(*)::int AS affected, count(*) FILTER (WHERE granted)::int AS grants,
         count(*) FILTER (WHERE serves)::int AS servers
       FROM (
         SELECT ${grantedOn('$1::text')} AS granted, resource_server_for = $1 AS serves
         FROM application_clients
         WHERE (${grantedOn('$1::text')} AND ($2::text[] IS NULL OR EXISTS (
           SELECT FROM jsonb_array_elements(grants) AS one WHERE one->>'audience' = $1 AND one->'scopes' ?| $2::text[])))
           OR ($2::text[] IS NULL AND resource_server_for = $1)
       ) AS losing`,
      [audience, scopes ?? null],
    );
    return rows[0]!;
  }
}
