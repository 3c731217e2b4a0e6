import { Inject, Injectable } from '@nestjs/common';
import { Failure, isWellFormedClientSecret, type ClientAuthentication, type Limit } from '@postern/contracts';
import { LOGGER, type Logger } from '@postern/observability';
import { LRUCache } from 'lru-cache';
import { LimitsPolicy } from './limits-policy.js';
import type { Origin } from './origin.js';
import { retryAfterSeconds } from './retry-after.js';
import { WindowCounts } from './window-counts.js';

/** Those of a flood push each other out, and are counted anew. */
const MOST_REACHED = 100_000;

/** A limit that is reached, until its window ends; milliseconds since the epoch. */
interface ReachedLimit {
  readonly limit: Limit;
  readonly endsAt: number;
}

/**
 * Slows down who fails to authenticate. Failures count for each client at each address, and for each address; not for a
 * client alone, lest strangers lock it out. All that fails counts alike, also for clients that do not exist.
 *
 * Counts are in Redis, asked when an authentication fails. That a limit is reached each replica remembers by itself, so
 * a success costs no round trip, and what cannot be right costs no reading of clients then.
 */
@Injectable()
export class FailedAuthentications {
  /** By what is counted. */
  private readonly reached = new LRUCache<string, ReachedLimit>({ max: MOST_REACHED });

  constructor(
    private readonly policy: LimitsPolicy,
    private readonly counts: WindowCounts,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * To be asked before anything is looked at. What could be right is looked at however much has failed, or whoever fails
   * in a client's name would lock it out; a wrong secret of that kind costs no argon2, since its hint is wrong too.
   *
   * @throws Failure `too_many_requests`
   */
  check({ clientId, clientAndAddress, address }: Origin, presented: ClientAuthentication): void {
    const over = [clientAndAddress, address]
      .flatMap((key) => this.reached.get(key) ?? [])
      .filter(({ endsAt }) => Date.now() < endsAt);
    if (over.length > 0 && !(clientId !== undefined && isWellFormed(presented))) throw tooMany(over);
  }

  /**
   * Counts a failure.
   *
   * @throws Failure `too_many_requests` where it is one too many
   */
  async failed({ address, clientAndAddress }: Origin, requestId: string): Promise<void> {
    const limits = [
      {
        limit: 'failures_of_client_at_address' as const,
        key: clientAndAddress,
        most: this.policy.failuresPerClientAndAddress,
      },
      { limit: 'failures_of_address' as const, key: address, most: this.policy.failuresPerAddress },
    ].filter(({ most }) => most > 0);
    const counted = await this.counts.add(...limits.map(({ key }) => `failed:${key}`));
    const over: ReachedLimit[] = [];
    for (const [index, { limit, key, most }] of limits.entries()) {
      const { count, endsAt } = counted[index]!;
      if (count >= most) this.reached.set(key, { limit, endsAt });
      if (count === most)
        this.logger.warn({ request_id: requestId, limit, of: key }, 'too many client authentications failed');
      if (count > most) over.push({ limit, endsAt });
    }
    if (over.length > 0) throw tooMany(over);
  }
}

/** Whether it could be right, as far as can be told without looking at a client. */
function isWellFormed(presented: ClientAuthentication): boolean {
  return presented.method === 'private_key_jwt' || isWellFormedClientSecret(presented.client_secret);
}

/** @param over not empty */
function tooMany(over: readonly ReachedLimit[]): Failure {
  const { limit, endsAt } = over.reduce((one, other) => (other.endsAt > one.endsAt ? other : one));
  return new Failure('too_many_requests', {
    message: 'Too many client authentications have failed. Try again when Retry-After is over.',
    retryAfterSeconds: retryAfterSeconds(endsAt),
    limit,
  });
}
