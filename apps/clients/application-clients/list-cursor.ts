import { Injectable } from '@nestjs/common';
import { Failure, type listClients, type RequestOf } from '@postern/contracts';
import { Seal } from '@postern/persistence';
import { z } from 'zod';
import type { ApplicationClientEntity } from './application-client.entity.js';

type ListQuery = RequestOf<typeof listClients>;

const position = z.tuple([z.string(), z.string()]);

/** Where a page ended: the sort key and the client ID of its last row. */
export type ListPosition = z.output<typeof position>;

/** Cursors are sealed to the list that they belong to, so a foreign or mangled one is told from a good one. */
@Injectable()
export class ListCursor {
  constructor(private readonly seal: Seal) {}

  write(query: ListQuery, last: ApplicationClientEntity): string {
    const sortKey = query.sort.endsWith('name') ? last.name : last.createdAt.toISOString();
    const at: ListPosition = [sortKey, last.clientId];
    return this.seal.seal(Buffer.from(JSON.stringify(at)), placeOf(query)).toString('base64url');
  }

  /** @throws Failure `invalid_request` */
  read(query: ListQuery): ListPosition | undefined {
    if (query.cursor === undefined) return undefined;
    try {
      const opened = this.seal.open(decode(query.cursor), placeOf(query));
      return position.parse(JSON.parse(opened.toString()));
    } catch {
      const message =
        'is not a cursor of this list; take next_cursor from a page with the same search and sort';
      throw new Failure('invalid_request', { fields: [{ field: 'cursor', message }] });
    }
  }
}

/** @throws Error for text that base64url does not write; Node would read it in part. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new Error('not base64url');
  return bytes;
}

function placeOf({ sort, search }: ListQuery): string {
  return `client-list:${sort}:${search ?? ''}`;
}
