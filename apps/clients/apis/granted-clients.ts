import { clientUpdated, MANAGEMENT_SCOPES, type ClientVersion } from '@postern/contracts';
import { Outbox } from '@postern/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ApiEntity } from './api.entity.js';

/** Clients with a grant on an API, as SQL; the management API's are among their scopes. */
const GRANTED = `
  CASE WHEN $2 THEN scopes && $3::text[] ELSE grants @> jsonb_build_array(jsonb_build_object('audience', $1::text)) END`;

/** What is left of a client's grants once those on $1 are cut down to the scopes $2, or ended where $2 is null. */
const REMAINING = `
  SELECT coalesce(jsonb_agg(
    CASE WHEN one->>'audience' = $1 THEN jsonb_set(one, '{scopes}', (
      SELECT coalesce(jsonb_agg(scope ORDER BY place), '[]')
      FROM jsonb_array_elements_text(one->'scopes') WITH ORDINALITY AS s (scope, place)
      WHERE scope = ANY($2::text[])
    )) ELSE one END ORDER BY position), '[]')
  FROM jsonb_array_elements(grants) WITH ORDINALITY AS g (one, position)
  WHERE one->>'audience' <> $1 OR $2::text[] IS NOT NULL`;

/** The clients that have grants on an API: each change of the API is a change of theirs. */
@Injectable()
export class GrantedClients {
  constructor(private readonly outbox: Outbox) {}

  /** How many clients have a grant on the API; with `scopes`, on one of these. */
  async count(manager: EntityManager, api: ApiEntity, scopes?: readonly string[]): Promise<number> {
    const values = [api.audience, api.builtIn, Object.keys(MANAGEMENT_SCOPES)];
    const rows: { count: number }[] = await manager.query(
      `SELECT count(*)::int AS count FROM application_clients WHERE ${GRANTED}
       AND ($4::text[] IS NULL OR EXISTS (
         SELECT FROM jsonb_array_elements(grants) AS one
         WHERE one->>'audience' = $1 AND one->'scopes' ?| $4::text[]))`,
      [...values, scopes ?? null],
    );
    return rows[0]!.count;
  }

  /**
   * Cuts the grants on an API down to these scopes, or ends them where there are none, and with them the rights of
   * its resource servers. Each client that has one gets a next version and its event.
   */
  async narrow(
    manager: EntityManager,
    { audience }: ApiEntity,
    scopes: readonly string[] | undefined,
  ): Promise<ClientVersion[]> {
    const of = `(grants @> jsonb_build_array(jsonb_build_object('audience', $1::text)) OR resource_server_for = $1)`;
    // In one order, so that two such changes at a time do not wait for each other.
    await manager.query(`SELECT FROM application_clients WHERE ${of} ORDER BY client_id FOR UPDATE`, [
      audience,
    ]);
    const [changed] = await manager.query<[ClientVersion[], number]>(
      `UPDATE application_clients
       SET grants = (${REMAINING}), version = version + 1, updated_at = now(),
         resource_server_for = CASE WHEN resource_server_for = $1 AND $2::text[] IS NULL THEN NULL ELSE resource_server_for END
       WHERE ${of} RETURNING client_id, version`,
      [audience, scopes ?? null],
    );
    await this.outbox.addAll(manager, clientUpdated, changed);
    return changed;
  }
}
