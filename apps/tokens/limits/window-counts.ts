import { Injectable } from '@nestjs/common';
import type { Result } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RedisLink } from '../client-records/redis-link.js';
import { KEYS } from '../redis-rights.js';
import { WINDOW_SECONDS } from './limits-policy.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countInWindow(keys: number, ...keysAndWindow: string[]): Result<number[], Context>;
  }
}

/**
 * Counts one more at each key; the first one begins the window. KEYS counters; ARGV window in ms. Returns of each
 * its count and what is left of the window in ms, in turn.
 */
const COUNT = `
  local counts = {}
  for _, key in ipairs(KEYS) do
    local count = redis.call('INCR', key)
    local rest = redis.call('PTTL', key)
    if rest < 0 then
      redis.call('PEXPIRE', key, ARGV[1])
      rest = tonumber(ARGV[1])
    end
    counts[#counts + 1] = count
    counts[#counts + 1] = rest
  end
  return counts
`;

const WINDOW_MS = WINDOW_SECONDS * 1_000;
/** Those of a flood push each other out, oldest first. */
const MOST_IN_MEMORY = 100_000;

export interface WindowCount {
  readonly count: number;
  /** When the window ends, in milliseconds since the epoch. */
  readonly endsAt: number;
}

/** Counts in windows of a minute, over all replicas; each on its own, in bounded memory, while Redis is away. */
@Injectable()
export class WindowCounts {
  private readonly own = new LRUCache<string, WindowCount>({ max: MOST_IN_MEMORY });

  constructor(private readonly link: RedisLink) {
    link.redis.defineCommand('countInWindow', { lua: COUNT });
  }

  /** Counts one more at each of these, in one round trip. */
  async add(...keys: string[]): Promise<WindowCount[]> {
    if (keys.length === 0) return [];
    try {
      const named = keys.map((key) => `${KEYS.limit}${key}`);
      const found = await this.link.redis.countInWindow(keys.length, ...named, String(WINDOW_MS));
      const now = Date.now();
      return keys.map((_, index) => ({ count: found[2 * index]!, endsAt: now + found[2 * index + 1]! }));
    } catch {
      return keys.map((key) => this.addInMemory(key));
    }
  }

  private addInMemory(key: string): WindowCount {
    const now = Date.now();
    const before = this.own.get(key);
    const lasts = before !== undefined && now < before.endsAt;
    const count = lasts
      ? { count: before.count + 1, endsAt: before.endsAt }
      : { count: 1, endsAt: now + WINDOW_MS };
    this.own.set(key, count);
    return count;
  }
}
