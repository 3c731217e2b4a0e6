import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RedisLink } from '../client-records/redis-link.js';
import type { Origin } from './origin.js';

const MOST_IN_MEMORY = 50_000;
const KEPT_MS = 24 * 60 * 60_000;
/** One that goes on is noted this often. */
const NOTED_EVERY_MS = 60 * 60_000;

/** Which clients have authenticated from which addresses, within the last day. */
@Injectable()
export class KnownOrigins {
  /** When each was last noted. */
  private readonly noted = new LRUCache<string, number>({ max: MOST_IN_MEMORY });

  constructor(private readonly link: RedisLink) {}

  /** Notes a success. It costs a write an hour, which nobody waits for. */
  note({ clientAndAddress }: Origin): void {
    const now = Date.now();
    const before = this.noted.get(clientAndAddress);
    if (before !== undefined && now - before < NOTED_EVERY_MS) return;
    this.noted.set(clientAndAddress, now);
    this.link.redis.set(keyOf(clientAndAddress), '1', 'PX', KEPT_MS).catch(() => undefined);
  }

  /** Whether this replica, or another one, has seen a success. */
  async knows({ clientAndAddress }: Origin): Promise<boolean> {
    const before = this.noted.get(clientAndAddress);
    if (before !== undefined && Date.now() - before < KEPT_MS) return true;
    const known = await this.link.redis.exists(keyOf(clientAndAddress)).catch(() => 0);
    return known === 1;
  }
}

function keyOf(clientAndAddress: string): string {
  return `known:${clientAndAddress}`;
}
