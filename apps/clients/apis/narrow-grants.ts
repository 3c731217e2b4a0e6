import { Injectable } from '@nestjs/common';
import {
  clientUpdated,
  Failure,
  type Actor,
  type ChangedClient,
  type ClientVersion,
} from '@postern/contracts';
import { Outbox } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { rowToApplicationClient, type ClientRow } from '../application-clients/application-client.entity.js';
import { AuditLog } from '../audit/audit-log.js';
import type { ApiEntity } from './api.entity.js';
import { grantedOn } from './granted-clients.js';

/** How many clients one statement changes: each has to end far below the time-out of statements. */
const BATCH = 1_000;
/** How many clients one change may touch: more take longer than its caller waits. */
const MOST_CLIENTS = 50_000;

const TOO_MANY = `More than ${MOST_CLIENTS} application clients have grants on this API, too many to change at once. Take the grants from some of them first.`;

/**
 * What is left of a client's grants once those on $1 are cut down to the scopes $2, or ended where $2 is null. One that
 * had scopes and has none left ends too; one that never had any stays.
 */
const REMAINING = `
  SELECT coalesce(jsonb_agg(
    CASE WHEN one->>'audience' = $1 THEN jsonb_set(one, '{scopes}', (
      SELECT coalesce(jsonb_agg(scope ORDER BY place), '[]')
      FROM jsonb_array_elements_text(one->'scopes') WITH ORDINALITY AS s (scope, place)
      WHERE scope = ANY($2::text[])
    )) ELSE one END ORDER BY position), '[]')
  FROM jsonb_array_elements(client.grants) WITH ORDINALITY AS g (one, position)
  WHERE one->>'audience' <> $1
    OR ($2::text[] IS NOT NULL AND (one->'scopes' = '[]' OR one->'scopes' ?| $2::text[]))`;

/** Whether a client's grant on $1 has a scope that is not among $2. */
const LOSES = `EXISTS (
  SELECT FROM jsonb_array_elements(grants) AS one, jsonb_array_elements_text(one->'scopes') AS scope
  WHERE one->>'audience' = $1 AND scope <> ALL($2::text[]))`;

/** Who changes the API, for the audit log. */
export interface Cause {
  readonly actor: Actor;
  readonly requestId: string;
}

/** A change of an API is one of each client that has a grant on it: here they are all made, a thousand at a time. */
@Injectable()
export class NarrowGrants {
  constructor(
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Cuts the grants on an API down to these scopes, or ends them where there are none, and with them the rights of
   * its resource servers. Each client that has a grant gets a next version and its event, each that loses something
   * an audit event as well.
   *
   * @throws Failure `too_many_clients`
   */
  async execute(
    manager: EntityManager,
    { audience }: ApiEntity,
    scopes: readonly string[] | undefined,
    cause: Cause,
  ): Promise<{ changed: ChangedClient[]; affectedClients: number }> {
    const kept = scopes ?? null;
    // In one order, so that two such changes at a time do not wait for each other.
    const found: { client_id: string; loses: boolean }[] = await manager.query(
      `SELECT client_id, ($2::text[] IS NULL OR ${LOSES}) AS loses
       FROM application_clients
       WHERE ${grantedOn('$1::text')} OR ($2::text[] IS NULL AND resource_server_for = $1)
       ORDER BY client_id LIMIT ${MOST_CLIENTS + 1} FOR UPDATE`,
      [audience, kept],
    );
    if (found.length > MOST_CLIENTS) throw new Failure('too_many_clients', { message: TOO_MANY });
    const idsOf = (loses: boolean) => found.filter((one) => one.loses === loses).map((one) => one.client_id);
    const versions: ClientVersion[] = [];
    for (const ids of batches(idsOf(false))) versions.push(...(await touch(manager, ids)));
    for (const ids of batches(idsOf(true)))
      versions.push(...(await this.takeFrom(manager, ids, [audience, kept], cause)));
    const occurred_at = new Date().toISOString();
    const changed = versions.map((version) => ({ ...version, occurred_at }));
    await this.outbox.addAll(manager, clientUpdated, changed);
    return { changed, affectedClients: idsOf(true).length };
  }

  private async takeFrom(
    manager: EntityManager,
    ids: readonly string[],
    narrowed: [audience: string, scopes: readonly string[] | null],
    cause: Cause,
  ): Promise<ClientVersion[]> {
    const [rows] = await manager.query<[(ClientVersion & { before: ClientRow; after: ClientRow })[], number]>(
      `UPDATE application_clients AS client
       SET grants = (${REMAINING}), version = client.version + 1, updated_at = clock_timestamp(),
         resource_server_for = CASE WHEN $2::text[] IS NULL THEN nullif(client.resource_server_for, $1)
           ELSE client.resource_server_for END
       FROM application_clients AS old
       WHERE client.client_id = ANY($3) AND old.client_id = client.client_id
       RETURNING client.client_id, client.version, to_jsonb(old) AS before, to_jsonb(client) AS after`,
      [...narrowed, ids],
    );
    await this.audit.recordAll(
      manager,
      rows.map((row) => ({
        ...cause,
        action: 'application_client.updated',
        subjectId: row.client_id,
        before: rowToApplicationClient(row.before),
        after: rowToApplicationClient(row.after),
      })),
    );
    return rows.map(({ client_id, version }) => ({ client_id, version }));
  }
}

/** Of clients that lose nothing: their record says more of the API than their grant does. */
async function touch(manager: EntityManager, ids: readonly string[]): Promise<ClientVersion[]> {
  const [changed] = await manager.query<[ClientVersion[], number]>(
    `UPDATE application_clients SET version = version + 1, updated_at = clock_timestamp()
     WHERE client_id = ANY($1) RETURNING client_id, version`,
    [ids],
  );
  return changed;
}

function* batches(ids: readonly string[]): Iterable<readonly string[]> {
  for (let start = 0; start < ids.length; start += BATCH) yield ids.slice(start, start + BATCH);
}
