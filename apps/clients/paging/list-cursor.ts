import { Injectable } from '@nestjs/common';
import { Failure } from '@postern/contracts';
import { Seal } from '@postern/persistence';
import { z } from 'zod';

const position = z.tuple([z.string(), z.string()]);

/** Where a page ended: of its last row the sort key, and what decides between rows of the same key. */
export type ListPosition = z.output<typeof position>;

/**
 * Cursors are sealed to the list that they belong to, so a foreign or mangled one is told from a good one. A list
 * is named by a text with all that decides which rows it has, and in which order.
 */
@Injectable()
export class ListCursor {
  constructor(private readonly seal: Seal) {}

  write(list: string, at: ListPosition): string {
    return this.seal.seal(Buffer.from(JSON.stringify(at)), list).toString('base64url');
  }

  /** @throws Failure `invalid_request` */
  read(list: string, cursor: string): ListPosition {
    try {
      return position.parse(JSON.parse(this.seal.open(decode(cursor), list).toString()));
    } catch {
      const message = 'is not a cursor of this list; take next_cursor from a page of the same query';
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
