import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, type Logger } from '@postern/observability';
import { Wakeable } from '@postern/persistence';
import { RedisLink } from '../client-records/redis-link.js';
import { LoadRevokedSet } from './load-revoked-set.js';
import { RevokedSet } from './revoked-set.js';

const EVERY_MS = 1_000;

/**
 * Loads the set in Redis where it is not complete, and once for each connection: what this replica did before, or
 * an earlier life of it that was killed, may have reached another server, or none.
 */
@Injectable()
export class RevokedSetKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop = new Wakeable(EVERY_MS, () => this.keep());
  /** Since when the connection stands over which we have loaded last; `undefined`: load, complete or not. */
  private loadedOver: number | undefined;

  constructor(
    private readonly link: RedisLink,
    private readonly set: RevokedSet,
    private readonly load: LoadRevokedSet,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  /** To be called where the set was seen not to be complete. */
  wake(): void {
    this.loop.wake();
  }

  /** To be called where Postgres may have a token that the set has not: it stays owed until a load succeeds. */
  oweLoad(): void {
    this.loadedOver = undefined;
  }

  /** Looks once, and loads where needed. Never rejects. */
  async keep(): Promise<void> {
    try {
      const { connectedSince } = this.link;
      if (this.loadedOver === connectedSince && (await this.set.isComplete())) return;
      // Before it is loaded, so that what comes to be owed meanwhile stays owed.
      this.loadedOver = connectedSince;
      if (!(await this.load.execute())) this.oweLoad();
    } catch (error) {
      this.oweLoad();
      this.logger.debug({ cause: String(error) }, 'revoked tokens not loaded into Redis');
    }
  }
}
