import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Periodic } from '@postern/persistence';
import { RedisLink } from '../client-records/redis-link.js';
import { LoadRevokedSet } from './load-revoked-set.js';
import { RevokedSet } from './revoked-set.js';

const EVERY_MS = 1_000;

/**
 * Loads the set in Redis where it is not complete, and once for each connection: what this replica did before, or
 * an earlier life of it that was killed, may have reached another server, or none.
 */
@Injectable()
export class RevokedSetKeeper extends Periodic {
  /** Since when the connection stands over which we have loaded last; `undefined`: load, complete or not. */
  private loadedOver: number | undefined;

  constructor(
    private readonly link: RedisLink,
    private readonly set: RevokedSet,
    private readonly load: LoadRevokedSet,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(EVERY_MS, 'revoked tokens are not loaded into Redis', logger);
  }

  /** To be called where Postgres may have a token that the set has not: it stays owed until a load succeeds. */
  oweLoad(): void {
    this.loadedOver = undefined;
  }

  /** Looks once, and loads where needed. */
  protected async perform(): Promise<void> {
    try {
      const { connectedSince } = this.link;
      if (this.loadedOver === connectedSince && (await this.set.isComplete())) return;
      // Before it is loaded, so that what comes to be owed meanwhile stays owed.
      this.loadedOver = connectedSince;
      if (!(await this.load.execute())) this.oweLoad();
    } catch (error) {
      this.oweLoad();
      throw error;
    }
  }
}
