import { Injectable } from '@nestjs/common';
import type { PageQuery } from '@postern/contracts';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { ListCursor, type ListPosition } from './list-cursor.js';

/** What a page may weigh as JSON; bytes. NATS carries 1 MiB at a time. */
const MOST_BYTES = 512 * 1024;

/** In which order a list is, and how a place in it is told. */
export interface ListOrder<Row> {
  /** Names the list, its filters and its order; a cursor is good for that alone. */
  readonly list: string;
  /** SQL of the sort key. */
  readonly key: string;
  /** SQL of the column that decides between rows of the same key. */
  readonly id: string;
  readonly descending: boolean;
  /** SQL of the key of a cursor, which comes as text in `:key`. */
  readonly keyFromCursor: string;
  readonly positionOf: (row: Row) => ListPosition;
}

/** Lists in pages. Pages follow a sort key and an ID, so rows that come and go shift nothing. */
@Injectable()
export class ListPages {
  constructor(private readonly cursor: ListCursor) {}

  /**
   * One page of the rows that `list` finds. It is shorter than asked for where the rows are large.
   *
   * @throws Failure `invalid_request` for a cursor of another list
   */
  async read<Row extends ObjectLiteral, Item>(
    list: SelectQueryBuilder<Row>,
    order: ListOrder<Row>,
    { limit, cursor }: PageQuery,
    toItem: (row: Row) => Item,
  ): Promise<{ data: Item[]; next_cursor: string | null }> {
    if (cursor !== undefined) {
      const [key, id] = this.cursor.read(order.list, cursor);
      const direction = order.descending ? '<' : '>';
      list.andWhere(`(${order.key}, ${order.id}) ${direction} (${order.keyFromCursor}, :id)`, { key, id });
    }
    const direction = order.descending ? 'DESC' : 'ASC';
    const rows = await list
      .orderBy(order.key, direction)
      .addOrderBy(order.id, direction)
      .limit(limit + 1)
      .getMany();
    const data = whatFits(rows.slice(0, limit).map(toItem));
    const last = rows[data.length - 1];
    const more = rows.length > data.length && last !== undefined;
    return { data, next_cursor: more ? this.cursor.write(order.list, order.positionOf(last)) : null };
  }
}

/** As many from the beginning as one reply holds, and always one. */
function whatFits<Item>(items: Item[]): Item[] {
  let bytes = 0;
  const over = items.findIndex((item) => (bytes += Buffer.byteLength(JSON.stringify(item))) > MOST_BYTES);
  return over === -1 ? items : items.slice(0, Math.max(1, over));
}
