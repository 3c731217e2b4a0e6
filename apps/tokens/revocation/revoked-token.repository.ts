import { Injectable } from '@nestjs/common';
import type { RevokedToken, TokenChange } from '@postern/contracts';
import { Database } from '@postern/persistence';
import { LessThan, MoreThan } from 'typeorm';
import { addForAudit } from '../audit/add-for-audit.js';
import { RevokedTokenEntity } from './revoked-token.entity.js';

/** So many at a time are read, and written to Redis by one script. */
const PAGE_SIZE = 1_000;

/** The revoked tokens in Postgres, which is where the truth is. Each method throws Failure `unavailable`. */
@Injectable()
export class RevokedTokenRepository {
  constructor(private readonly database: Database) {}

  /** Once or many times, it is the same, and once in the audit log. */
  async add({ jti, exp }: RevokedToken, change: TokenChange): Promise<void> {
    await this.database.transaction(async (manager) => {
      const added: unknown[] = await manager.query(
        'INSERT INTO revoked_tokens (jti, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING jti',
        [jti, new Date(exp * 1_000)],
      );
      if (added.length > 0) await addForAudit(manager, [change]);
    });
  }

  has(jti: string): Promise<boolean> {
    return this.database.run((manager) => manager.existsBy(RevokedTokenEntity, { jti }));
  }

  /** The next ones behind this `jti`, in their order; none at the end. */
  async after(jti: string): Promise<RevokedToken[]> {
    const rows = await this.database.run((manager) =>
      manager.find(RevokedTokenEntity, {
        where: { jti: MoreThan(jti) },
        order: { jti: 'ASC' },
        take: PAGE_SIZE,
      }),
    );
    return rows.map((row) => ({ jti: row.jti, exp: row.expiresAt.getTime() / 1_000 }));
  }

  async deleteExpiredBefore(moment: Date): Promise<void> {
    await this.database.run((manager) => manager.delete(RevokedTokenEntity, { expiresAt: LessThan(moment) }));
  }
}
