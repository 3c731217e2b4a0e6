import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { PublicJwk } from '@postern/contracts';
import { LOGGER, type Logger } from '@postern/observability';
import { Database, Seal } from '@postern/persistence';
import { generateSigningKey, placeOf } from './generate-signing-key.js';
import { SigningKeyEntity } from './signing-key.entity.js';

export interface ActiveKey {
  readonly kid: string;
  readonly algorithm: PublicJwk['alg'];
  readonly privateKey: KeyObject;
}

/** Two replicas that start at a time: one waits for the other's key. */
const FIRST_KEY_LOCK = 7_264_503;
/** An unknown `kid` makes us look for new keys, but no more often than this. */
const RELOAD_PAUSE_MS = 5_000;

/** The signing keys, the same for all replicas: in Postgres, opened in memory. */
@Injectable()
export class SigningKeys implements OnModuleInit {
  private signingKey!: ActiveKey;
  private publicKeys = new Map<string, { readonly key: KeyObject; readonly jwk: PublicJwk }>();
  private loadedAt = 0;
  private loading = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly seal: Seal,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Opens the keys; makes the first one where there is none. */
  async onModuleInit(): Promise<void> {
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [FIRST_KEY_LOCK]);
      if (await manager.existsBy(SigningKeyEntity, { status: 'active' })) return;
      const key = await generateSigningKey(this.seal);
      await manager.insert(SigningKeyEntity, key);
      this.logger.info({ kid: key.kid }, 'first signing key made');
    });
    await this.load();
  }

  /** The key that signs now. */
  get active(): ActiveKey {
    return this.signingKey;
  }

  /** Public keys that verify tokens of ours. */
  get keySet(): PublicJwk[] {
    return [...this.publicKeys.values()].map(({ jwk }) => jwk);
  }

  /**
   * The public key with this `kid`, looked up anew where another replica may have made it.
   *
   * @throws Failure `unavailable` where it cannot be looked up
   */
  async publicKey(kid: string | undefined): Promise<KeyObject | undefined> {
    if (kid === undefined) return undefined;
    if (!this.publicKeys.has(kid)) await this.loadNewer();
    return this.publicKeys.get(kid)?.key;
  }

  /** Who asks meanwhile waits too, and fails with it: a key is not unknown because we could not look. */
  private loadNewer(): Promise<void> {
    if (Date.now() - this.loadedAt > RELOAD_PAUSE_MS) this.loading = this.load();
    return this.loading;
  }

  private async load(): Promise<void> {
    this.loadedAt = Date.now();
    const rows = await this.database.run((manager) => manager.find(SigningKeyEntity));
    this.publicKeys = new Map(
      rows.map(({ kid, publicJwk: jwk }) => [
        kid,
        { jwk, key: createPublicKey({ key: jwk, format: 'jwk' }) },
      ]),
    );
    const active = rows.find((row) => row.status === 'active');
    if (active === undefined) throw new Error('There is no active signing key.');
    const der = this.seal.open(active.sealedPrivateKey, placeOf(active.kid));
    this.signingKey = {
      kid: active.kid,
      algorithm: active.algorithm,
      privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    };
  }
}
