import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Failure, type getKeySet, type ReplyOf } from '@postern/contracts';
import { LOGGER, type Logger } from '@postern/observability';
import { Periodic, Seal } from '@postern/persistence';
import { KeyRing, type PublishedKey, type SigningKey } from './key-ring.js';
import { TRUSTED_SECONDS } from './key-schedule.js';
import { SigningKeyStore } from './signing-key-store.js';
import { SigningMetrics } from './signing-metrics.js';
import { SigningPolicy } from './signing-policy.js';

/** Several looks fit into the time for which one is trusted. */
const POLL_MS = 2_000;

/** The signing keys as this replica knows them: in Postgres, the same for all, opened in memory. */
@Injectable()
export class SigningKeys extends Periodic implements OnModuleInit {
  private ring!: KeyRing;
  private signsUntil = 0;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly store: SigningKeyStore,
    private readonly policy: SigningPolicy,
    private readonly seal: Seal,
    @Inject(LOGGER) logger: Logger,
    metrics: SigningMetrics,
  ) {
    super(POLL_MS, 'signing keys cannot be looked up or changed', logger);
    metrics.watch(() => (this.ring as KeyRing | undefined)?.activeSince, policy);
  }

  /** Opens the keys; makes the first one where there is none. */
  async onModuleInit(): Promise<void> {
    await this.store.advance(await this.store.read());
    await this.look();
    if (this.ring.signing === undefined)
      throw this.ring.unopened ?? new Error('There is no active signing key.');
    await this.store.reseal(this.ring.states);
  }

  /**
   * The key that signs a token now that lives so long.
   *
   * @throws Failure `unavailable` where the key might leave the key set before the token expires
   */
  forToken(ttlSeconds: number): SigningKey {
    const { signing } = this.ring;
    if (signing === undefined || performance.now() + ttlSeconds * 1_000 > this.signsUntil)
      throw new Failure('unavailable', {
        internal: 'the signing key may be withdrawn before the token expires',
      });
    return signing;
  }

  /**
   * Public keys that verify tokens of ours, and for how long they may be kept.
   *
   * @throws Failure `unavailable` where one may be missing
   */
  keySet(): ReplyOf<typeof getKeySet> {
    const age = this.ring.keySetAge(performance.now(), this.policy.keySetMaxAgeSeconds);
    if (age < 0) throw new Failure('unavailable', { internal: 'the key set may lack a key' });
    return { keys: [...this.ring.published.values()].map(({ jwk }) => jwk), max_age_seconds: age };
  }

  /**
   * The public key with this `kid`. A key is published for longer than the state that we have read is trusted
   * before it signs, so what is unknown then is none of ours; later it is looked up.
   *
   * @throws Failure `unavailable` where it cannot be looked up
   */
  async publicKey(kid: string | undefined): Promise<PublishedKey | undefined> {
    if (kid === undefined) return undefined;
    const known = this.ring.published.get(kid);
    if (known !== undefined || performance.now() - this.ring.readAt <= TRUSTED_SECONDS * 1_000) return known;
    await this.look();
    return this.ring.published.get(kid);
  }

  /** Reads the keys. Who asks meanwhile waits too, and fails with it. */
  look(): Promise<void> {
    this.looking ??= this.read().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async read(): Promise<void> {
    const readAt = performance.now();
    const states = await this.store.read();
    const before = this.ring as KeyRing | undefined;
    this.ring = new KeyRing(states, readAt, this.seal, before);
    this.signsUntil = this.ring.signsUntil;
    const { unopened } = this.ring;
    if (before !== undefined && unopened !== undefined && unopened.message !== before.unopened?.message)
      this.logger.error(
        { cause: unopened.message },
        'the active signing key does not open; the one before signs',
      );
  }

  /** Looks, and takes the steps that are due. */
  protected async perform(): Promise<void> {
    await this.look();
    await this.store.reseal(this.ring.states);
    if (await this.store.advance(this.ring.states)) await this.look();
  }
}
