import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RevokedToken } from '@postern/contracts';
import type { Result } from 'ioredis';
import { RedisLink } from '../client-records/redis-link.js';
import { KEYS } from '../redis-rights.js';
import { COMPLETE, HOLD } from './revoked-scripts.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    holdRevoked(set: string, ...values: string[]): Result<1, Context>;
    completeRevoked(set: string, lease: string, complete: string): Result<0 | 1, Context>;
  }
}

/** How long a loader may take before its lease counts as left behind. */
const LEASE_TTL_SECONDS = 60;
/** For so long after its expiry a token is still known as revoked: the clocks of machines differ. */
export const KEPT_AFTER_EXPIRY_SECONDS = 600;

/** The right to say that the set is complete, of one server. */
export interface LoadLease {
  readonly member: string;
  readonly complete: string;
}

/**
 * The revoked tokens in Redis: one sorted set of every `jti` by its `exp`, in which a member says that it is
 * complete. Since it is one key, it is lost in whole or not at all. No method hides that Redis failed.
 */
@Injectable()
export class RevokedSet {
  constructor(private readonly link: RedisLink) {
    link.redis.defineCommand('holdRevoked', { numberOfKeys: 1, lua: HOLD });
    link.redis.defineCommand('completeRevoked', { numberOfKeys: 1, lua: COMPLETE });
  }

  /** Whether a token is revoked, in one round trip; `undefined` where the set cannot tell. */
  async check(jti: string): Promise<boolean | undefined> {
    const { serverId } = this.link;
    const scores = await this.link.redis.zmscore(KEYS.revoked, jti, completeMember(serverId));
    const [revoked, complete] = scores;
    if (revoked != null) return true;
    return serverId !== undefined && complete != null ? false : undefined;
  }

  async isComplete(): Promise<boolean> {
    const { serverId } = this.link;
    return (
      serverId !== undefined &&
      (await this.link.redis.zscore(KEYS.revoked, completeMember(serverId))) !== null
    );
  }

  /** Puts revoked tokens in, and takes those out that nobody needs to know any more. */
  hold(tokens: readonly RevokedToken[]): Promise<unknown> {
    return this.put(tokens.flatMap(({ jti, exp }) => [String(exp), jti]));
  }

  /** Takes the lease of a loader, to be done before it reads from Postgres. */
  async lease(): Promise<LoadLease> {
    // The server of the lease, not of the end: a server that came up meanwhile may have an old copy of the lease.
    const { serverId } = this.link;
    if (serverId === undefined) throw new Error('Redis does not answer');
    const member = `lease:${randomUUID()}`;
    await this.put([String(nowSeconds() + LEASE_TTL_SECONDS), member]);
    return { member, complete: completeMember(serverId) };
  }

  /** @returns whether the set is complete now; where not, something was lost since the lease was taken */
  async complete({ member, complete }: LoadLease): Promise<boolean> {
    return (await this.link.redis.completeRevoked(KEYS.revoked, member, complete)) === 1;
  }

  private put(scoresAndMembers: string[]): Promise<unknown> {
    const over = String(nowSeconds() - KEPT_AFTER_EXPIRY_SECONDS);
    return this.link.redis.holdRevoked(KEYS.revoked, over, ...scoresAndMembers);
  }
}

function completeMember(serverId: string | undefined): string {
  return `complete:${serverId ?? ''}`;
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
