import { Injectable } from '@nestjs/common';
import { addressGroup } from '@postern/config';
import { Failure, type ClientRecord, type RateLimit } from '@postern/contracts';
import { LimitsPolicy, WINDOW_SECONDS } from './limits-policy.js';
import { retryAfterSeconds } from './retry-after.js';
import { WindowCounts } from './window-counts.js';

/** Limits on requests at the token endpoint, good ones too. There are none unless they are configured. */
@Injectable()
export class TokenRequests {
  constructor(
    private readonly policy: LimitsPolicy,
    private readonly counts: WindowCounts,
  ) {}

  /** @throws Failure `too_many_requests` */
  fromAddress(address: string): Promise<RateLimit[]> {
    return this.count('address', () => addressGroup(address), this.policy.tokenRequestsPerAddress);
  }

  /**
   * To be asked of clients that have authenticated: requests of strangers are not theirs.
   *
   * @throws Failure `too_many_requests`
   */
  ofClient({ client_id: clientId }: ClientRecord): Promise<RateLimit[]> {
    return this.count('client', () => clientId, this.policy.tokenRequestsPerClient);
  }

  private async count(policy: RateLimit['policy'], key: () => string, quota: number): Promise<RateLimit[]> {
    if (quota === 0) return [];
    const [counted] = await this.counts.add(`requests:${key()}`);
    const { count, endsAt } = counted!;
    const limit: RateLimit = {
      policy,
      quota,
      window_seconds: WINDOW_SECONDS,
      remaining: Math.max(0, quota - count),
      reset_seconds: retryAfterSeconds(endsAt),
    };
    if (count <= quota) return [limit];
    throw new Failure('too_many_requests', {
      retryAfterSeconds: limit.reset_seconds,
      limit: `requests_of_${policy}`,
      rateLimits: [limit],
    });
  }
}
