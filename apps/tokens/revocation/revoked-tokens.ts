import { Inject, Injectable } from '@nestjs/common';
import { holdRevokedToken, type RevokedToken, type TokenChange } from '@postern/contracts';
import { NatsClient, type RequestContext } from '@postern/messaging';
import { causeOf, LOGGER, type Logger } from '@postern/observability';
import { RevokedSet } from './revoked-set.js';
import { RevokedSetKeeper } from './revoked-set-keeper.js';
import { RevokedTokenRepository } from './revoked-token.repository.js';

/** How long another replica may take to tell Redis what we could not; milliseconds. */
const HOLD_TIMEOUT_MS = 500;

/**
 * Which tokens are revoked: in Postgres, and for quick answers in Redis. Without Redis the answers are the same,
 * only slower.
 */
@Injectable()
export class RevokedTokens {
  constructor(
    private readonly repository: RevokedTokenRepository,
    private readonly set: RevokedSet,
    private readonly keeper: RevokedSetKeeper,
    private readonly nats: NatsClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @param jti of the token, or the `sid` of a session, which is revoked with all of its tokens
   * @throws Failure `unavailable` where neither Redis nor Postgres can tell
   */
  async has(jti: string, context: Pick<RequestContext, 'requestId'>): Promise<boolean> {
    return (await this.askRedis(jti, context)) ?? (await this.repository.has(jti));
  }

  /**
   * Revokes a token for good. Once it resolves, every replica knows.
   *
   * @param change what the audit log says of it
   * @throws Failure `unavailable` where that is not certain; asked again it does no harm, and asked or not, what
   *   Postgres has got will reach Redis
   */
  async add(token: RevokedToken, change: TokenChange, context: RequestContext): Promise<void> {
    try {
      await this.repository.add(token, change);
      await this.set.hold([token]).catch((error: unknown) => this.holdElsewhere(token, context, error));
    } catch (error) {
      this.keeper.oweLoad();
      throw error;
    }
  }

  private async askRedis(
    jti: string,
    { requestId }: Pick<RequestContext, 'requestId'>,
  ): Promise<boolean | undefined> {
    try {
      const known = await this.set.check(jti);
      if (known === undefined) this.keeper.wake();
      return known;
    } catch (error) {
      this.logger.debug({ request_id: requestId, cause: causeOf(error) }, 'revocation not read from Redis');
      return undefined;
    }
  }

  /** Redis does not answer us. It may answer others, who would go on to believe in the set. */
  private async holdElsewhere(token: RevokedToken, context: RequestContext, error: unknown): Promise<void> {
    const line = { request_id: context.requestId, cause: causeOf(error) };
    this.logger.debug(line, 'revocation not written to Redis, asking every replica');
    await this.nats.request(holdRevokedToken, token, context.within(HOLD_TIMEOUT_MS));
  }
}
