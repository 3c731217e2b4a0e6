import { Injectable } from '@nestjs/common';
import type { ApplicationClient, listClients, ReplyOf, RequestOf } from '@postern/contracts';
import { Database } from '@postern/persistence';
import type { EntityManager } from 'typeorm';
import { ListPages, type ListOrder } from '../paging/list-pages.js';
import { ApplicationClientEntity, toApplicationClient } from './application-client.entity.js';

type ListQuery = RequestOf<typeof listClients>;

/** What the list is narrowed by, by the name of the parameter. */
const CONDITIONS = {
  search:
    '(strpos(lower(client.name), lower(:search)) > 0 OR strpos(lower(client.client_id), lower(:search)) > 0)',
  status: 'client.status = :status',
  unused_for_days: `client.status = 'active'
    AND greatest(client.created_at, client.last_used_at) < now() - make_interval(days => :unused_for_days)`,
  secret_expires_within_days: `EXISTS (
    SELECT FROM client_secrets secret
    WHERE secret.client_id = client.client_id
      AND secret.expires_at BETWEEN now() AND now() + make_interval(days => :secret_expires_within_days))`,
} as const;

/** One page of clients. */
@Injectable()
export class ListClients {
  constructor(
    private readonly database: Database,
    private readonly pages: ListPages,
  ) {}

  /** @throws Failure `invalid_request` for a cursor of another list */
  execute(query: ListQuery): Promise<ReplyOf<typeof listClients>> {
    return this.database.run(async (manager) => {
      const list = manager.createQueryBuilder(ApplicationClientEntity, 'client');
      for (const [name, condition] of Object.entries(CONDITIONS)) {
        const value = query[name as keyof typeof CONDITIONS];
        if (value !== undefined && value !== '') list.andWhere(condition, { [name]: value });
      }
      const page = await this.pages.read(list, orderOf(query), query, toApplicationClient);
      const expiries = await nextExpiries(manager, page.data);
      const withExpiry = (client: ApplicationClient) => ({
        ...client,
        next_secret_expires_at: expiries.get(client.client_id)?.toISOString() ?? null,
      });
      return { ...page, data: page.data.map(withExpiry) };
    });
  }
}

/** When the first of each client's live secrets stops working, of those that do by themselves. */
async function nextExpiries(manager: EntityManager, clients: readonly ApplicationClient[]) {
  const rows: { client_id: string; expires_at: Date }[] = await manager.query(
    `SELECT client_id, min(expires_at) AS expires_at FROM client_secrets
     WHERE client_id = ANY($1) AND expires_at > now() GROUP BY client_id`,
    [clients.map(({ client_id }) => client_id)],
  );
  return new Map(rows.map(({ client_id, expires_at }) => [client_id, expires_at]));
}

/** What the list is in the order of, by the name of the order. */
const KEYS = {
  name: { key: 'lower(client.name)', fromCursor: 'lower(:key)', of: ({ name }) => name },
  created_at: {
    key: 'client.created_at',
    fromCursor: 'CAST(:key AS timestamptz)',
    of: ({ createdAt }) => createdAt.toISOString(),
  },
  last_used_at: {
    key: `coalesce(client.last_used_at, '-infinity')`,
    fromCursor: 'CAST(:key AS timestamptz)',
    of: ({ lastUsedAt }) => lastUsedAt?.toISOString() ?? '-infinity',
  },
} as const satisfies Record<
  string,
  { of: (client: ApplicationClientEntity) => string } & Record<string, unknown>
>;

function orderOf({
  sort,
  limit: _limit,
  cursor: _cursor,
  ...filter
}: ListQuery): ListOrder<ApplicationClientEntity> {
  const { key, fromCursor, of } = KEYS[sort.replace('-', '') as keyof typeof KEYS];
  return {
    list: `client-list:${sort}:${JSON.stringify(filter)}`,
    key,
    id: 'client.client_id',
    descending: sort.startsWith('-'),
    keyFromCursor: fromCursor,
    positionOf: (client) => [of(client), client.clientId],
  };
}
