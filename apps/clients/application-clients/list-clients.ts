import { Injectable } from '@nestjs/common';
import type { listClients, ReplyOf, RequestOf } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { ApplicationClientEntity, toApplicationClient } from './application-client.entity.js';
import { ListCursor } from './list-cursor.js';

/** One page of clients. Pages follow a sort key and the ID, so rows that come and go shift nothing. */
@Injectable()
export class ListClients {
  constructor(
    private readonly database: Database,
    private readonly cursor: ListCursor,
  ) {}

  /** @throws Failure `invalid_request` for a cursor of another list */
  async execute(query: RequestOf<typeof listClients>): Promise<ReplyOf<typeof listClients>> {
    const after = this.cursor.read(query);
    const descending = query.sort.startsWith('-');
    const byName = query.sort.endsWith('name');
    const rows = await this.database.run((manager) => {
      const list = manager.createQueryBuilder(ApplicationClientEntity, 'client');
      const key = byName ? 'lower(client.name)' : 'client.created_at';
      if (query.search) {
        list.andWhere(
          '(strpos(lower(client.name), lower(:search)) > 0 OR strpos(lower(client.client_id), lower(:search)) > 0)',
          { search: query.search },
        );
      }
      if (after !== undefined) {
        const bound = byName ? 'lower(:sortKey)' : 'CAST(:sortKey AS timestamptz)';
        list.andWhere(`(${key}, client.client_id) ${descending ? '<' : '>'} (${bound}, :clientId)`, {
          sortKey: after[0],
          clientId: after[1],
        });
      }
      const direction = descending ? 'DESC' : 'ASC';
      return list
        .orderBy(key, direction)
        .addOrderBy('client.client_id', direction)
        .limit(query.limit + 1)
        .getMany();
    });
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      data: page.map(toApplicationClient),
      next_cursor: rows.length > page.length && last ? this.cursor.write(query, last) : null,
    };
  }
}
