import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@postern/persistence';
import type { Assertion } from './read-assertion.js';

/** How long a row stays when the assertion has expired: beyond any difference of clocks between replicas. */
const KEPT_BEYOND_EXPIRY = "interval '5 minutes'";

/** Which assertions were used (RFC 7523 §3, item 7): in Postgres, since a Redis that forgets would let one in twice. */
@Injectable()
export class UsedAssertions {
  constructor(private readonly database: Database) {}

  /**
   * Takes note that the assertion is used.
   *
   * @returns whether it was used for the first time; of many at once this is so for one
   * @throws Failure `unavailable` where it cannot be told
   */
  async use({ clientId, jti, expiresAt }: Assertion): Promise<boolean> {
    const inserted = await this.database.run<unknown[]>((manager) =>
      manager.query(
        `INSERT INTO used_assertions (client_id, jti_digest, forgotten_at)
         VALUES ($1, $2, $3::timestamptz + ${KEPT_BEYOND_EXPIRY}) ON CONFLICT DO NOTHING RETURNING client_id`,
        [clientId, createHash('sha256').update(jti).digest(), expiresAt],
      ),
    );
    return inserted.length > 0;
  }

  /** Forgets those that are refused for their age anyway. */
  async forgetExpired(): Promise<void> {
    await this.database.run((manager) =>
      manager.query('DELETE FROM used_assertions WHERE forgotten_at < now()'),
    );
  }
}
