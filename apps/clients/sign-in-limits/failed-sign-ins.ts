import { Inject, Injectable } from '@nestjs/common';
import { addressGroup } from '@postern/config';
import { Failure } from '@postern/contracts';
import { LOGGER, type Logger } from '@postern/observability';
import { Database } from '@postern/persistence';
import { SignInLimits, type Origin, type SignInLimit } from './sign-in-limits.js';

interface Count {
  readonly failures: number;
  /** Until the minute is over; whole seconds, at least one. */
  readonly seconds: number;
}

const SECONDS_LEFT = 'greatest(1, ceil(extract(epoch FROM ends_at - now())))::int AS seconds';

/**
 * Slows down who guesses passwords, over all replicas: counts are in Postgres, in windows of a minute.
 *
 * A try counts as failed until it has succeeded, so that many at a time are no way around the limit. Each statement
 * touches one row: two tries at a time never wait for each other in a circle.
 */
@Injectable()
export class FailedSignIns {
  constructor(
    private readonly database: Database,
    private readonly limits: SignInLimits,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves to what `prove` says of the password.
   *
   * @throws Failure `too_many_requests` where too many have failed, whatever the password is
   */
  async try(origin: Origin, requestId: string, prove: () => Promise<boolean>): Promise<boolean> {
    const limits = this.limits.of(origin);
    const counted = await this.count(limits);
    let failed = false;
    try {
      const isProved = await prove();
      failed = !isProved;
      return isProved;
    } finally {
      if (failed) this.tell(counted, origin, requestId);
      else await this.takeBack(limits);
    }
  }

  private async count(limits: readonly SignInLimit[]): Promise<[SignInLimit, Count][]> {
    // Looked at before: what is refused unseen adds no rows, or a flood of made-up emails would.
    for (const limit of limits) refuseOver(limit, await this.read(limit), limit.most - 1);
    const counted: [SignInLimit, Count][] = [];
    for (const limit of limits) {
      const count = await this.add(limit);
      refuseOver(limit, count, limit.most);
      counted.push([limit, count]);
    }
    return counted;
  }

  private async read({ key }: SignInLimit): Promise<Count | undefined> {
    const rows = await this.sql<Count[]>(
      `SELECT failures, ${SECONDS_LEFT} FROM failed_sign_ins WHERE counted = $1 AND ends_at > now()`,
      key,
    );
    return rows[0];
  }

  private async add({ key }: SignInLimit): Promise<Count> {
    const rows = await this.sql<Count[]>(
      `INSERT INTO failed_sign_ins AS known (counted, failures, ends_at)
       VALUES ($1, 1, now() + interval '1 minute')
       ON CONFLICT (counted) DO UPDATE SET
         failures = CASE WHEN known.ends_at > now() THEN known.failures + 1 ELSE 1 END,
         ends_at = CASE WHEN known.ends_at > now() THEN known.ends_at ELSE excluded.ends_at END
       RETURNING failures, ${SECONDS_LEFT}`,
      key,
    );
    return rows[0]!;
  }

  private async takeBack(limits: readonly SignInLimit[]): Promise<void> {
    for (const { key } of limits)
      await this.sql(
        'UPDATE failed_sign_ins SET failures = greatest(0, failures - 1) WHERE counted = $1',
        key,
      );
  }

  private tell(counted: readonly [SignInLimit, Count][], { address }: Origin, requestId: string): void {
    const of = addressGroup(address);
    for (const [{ limit, most }, { failures }] of counted)
      if (failures === most)
        this.logger.warn({ request_id: requestId, limit, of }, 'too many sign-ins failed');
  }

  private sql<Rows>(statement: string, key: Buffer): Promise<Rows> {
    return this.database.run((manager) => manager.query<Rows>(statement, [key]));
  }
}

function refuseOver({ limit }: SignInLimit, count: Count | undefined, most: number): void {
  if (count === undefined || count.failures <= most) return;
  throw new Failure('too_many_requests', {
    message: 'Too many wrong passwords. Try again when Retry-After is over.',
    retryAfterSeconds: count.seconds,
    limit,
  });
}
