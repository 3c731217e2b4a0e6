import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicJwk } from '@postern/contracts';
import type { SigningAlgorithm } from '@postern/oauth';
import type { Seal } from '@postern/persistence';
import { placeOf } from './generate-signing-key.js';
import {
  LAG_SECONDS,
  publishedUntil,
  TRUSTED_SECONDS,
  type KeyState,
  type KeyStates,
} from './key-schedule.js';
import type { SigningKeyEntity } from './signing-key.entity.js';

export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
}

export interface PublishedKey {
  readonly jwk: PublicJwk;
  /** The only one that it verifies with. */
  readonly algorithm: SigningAlgorithm;
  readonly publicKey: KeyObject;
}

/**
 * What one replica knows of the signing keys, and for how long that is good. Nobody tells it when they change, so
 * it reckons with the quickest change that the schedule allows. Times are milliseconds of a clock of its own that
 * runs evenly; `readAt` is when it began to read.
 */
export class KeyRing {
  readonly published: ReadonlyMap<string, PublishedKey>;
  /** Signs; absent where the private part does not open and there was none before. */
  readonly signing: SigningKey | undefined;
  /** Why the active key is not the one that signs here. */
  readonly unopened: Error | undefined;

  /** @param before what the replica knew until now; what is open stays open */
  constructor(
    readonly states: KeyStates<SigningKeyEntity>,
    readonly readAt: number,
    seal: Seal,
    before: KeyRing | undefined,
  ) {
    this.published = new Map(
      states.keys.map((key) => [key.kid, before?.published.get(key.kid) ?? publishedKey(key)]),
    );
    const active = states.keys.find((key) => key.status === 'active');
    if (active === undefined || before?.signing?.kid === active.kid) {
      this.signing = before?.signing;
      return;
    }
    try {
      this.signing = openKey(active, seal);
    } catch (error) {
      // Other replicas may have a key-encryption key that this one will get only when it is replaced.
      this.signing = before?.signing;
      this.unopened = error as Error;
    }
  }

  /**
   * Until when tokens may expire that this replica signs: certainly before anyone takes its key out of the key set.
   *
   * A key stays published for the longest lifetime and the lag after it has ceased to be active, and it cannot
   * cease before a pending key's time has come; where none is pending yet, before one that is made right after
   * this was read has waited its time. So a replica that does not reach Postgres may go on signing for long, the
   * longer the shorter its tokens live, and stops before a token could outlive its key.
   */
  get signsUntil(): number {
    const { keys, now } = this.states;
    const key = keys.find(({ kid }) => kid === this.signing?.kid);
    if (key === undefined) return Number.NEGATIVE_INFINITY;
    const until =
      key.status === 'retiring' ? key.statusUntil! : publishedUntil(key, this.earliestSuccession(key));
    return this.readAt + (until.getTime() - now.getTime()) - 1_000 * (LAG_SECONDS - TRUSTED_SECONDS);
  }

  /**
   * For how many seconds from `at` on others may keep the key set. It lacks every key that was made since it was
   * read, and such a key signs after the age and the lag: so the set is good for its full age while it is trusted,
   * then for less and less. Negative when it may already lack a key that signs.
   */
  keySetAge(at: number, maxAgeSeconds: number): number {
    const active = this.states.keys.find((key) => key.status === 'active');
    const maxAge = Math.min(maxAgeSeconds, active?.longestKeySetAgeSeconds ?? maxAgeSeconds);
    const beyondTrust = Math.max(0, (at - this.readAt) / 1_000 - TRUSTED_SECONDS);
    return Math.floor(maxAge - beyondTrust);
  }

  /** Since when the active key is, by Postgres's clock; it may not be open here. */
  get activeSince(): Date | undefined {
    return this.states.keys.find((key) => key.status === 'active')?.statusSince;
  }

  private earliestSuccession(active: KeyState): Date {
    const { keys, now } = this.states;
    const pending = keys.find((key) => key.status === 'pending');
    const earliest =
      pending?.statusUntil?.getTime() ??
      now.getTime() + 1_000 * (active.longestKeySetAgeSeconds + LAG_SECONDS);
    return new Date(Math.max(earliest, now.getTime()));
  }
}

function publishedKey({ publicJwk: jwk, algorithm }: SigningKeyEntity): PublishedKey {
  return { jwk, algorithm, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}

function openKey({ kid, algorithm, sealedPrivateKey }: SigningKeyEntity, seal: Seal): SigningKey {
  const der = seal.open(sealedPrivateKey!, placeOf(kid));
  return { kid, algorithm, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
}
