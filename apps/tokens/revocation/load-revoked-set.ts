import { Injectable } from '@nestjs/common';
import { RevokedSet } from './revoked-set.js';
import { RevokedTokenRepository } from './revoked-token.repository.js';

/** Fills the set in Redis with all that Postgres knows. Any number may do so at a time. */
@Injectable()
export class LoadRevokedSet {
  constructor(
    private readonly set: RevokedSet,
    private readonly repository: RevokedTokenRepository,
  ) {}

  /**
   * @returns whether the set is complete now; `false`: something was lost meanwhile, so do it again
   * @throws Error where Redis or Postgres fails
   */
  async execute(): Promise<boolean> {
    // Whoever commits after this puts its token in itself. Should the set be lost then, the lease is lost with it.
    const lease = await this.set.lease();
    let last = '';
    for (;;) {
      const tokens = await this.repository.after(last);
      const end = tokens.at(-1);
      if (end === undefined) return this.set.complete(lease);
      await this.set.hold(tokens);
      last = end.jti;
    }
  }
}
