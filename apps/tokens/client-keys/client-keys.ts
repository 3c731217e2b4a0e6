import { Injectable } from '@nestjs/common';
import type { ClientRecord } from '@postern/contracts';
import { LRUCache } from 'lru-cache';
import { KeySet } from './key-set.js';
import { RemoteKeySets } from './remote-key-sets.js';

const MOST_SETS = 1_000;

/** The keys that a client signs with: registered with it, or published by it. */
@Injectable()
export class ClientKeys {
  /** By their text: the same keys are imported once. */
  private readonly registered = new LRUCache<string, KeySet>({ max: MOST_SETS });

  constructor(private readonly remote: RemoteKeySets) {}

  /**
   * @param kid that is looked for
   * @throws AssertionRefused where the client has none, or they cannot be fetched
   * @throws Failure `unavailable` where too many wait to be fetched
   */
  async of(
    { jwks, jwks_uri: uri }: ClientRecord,
    kid: string | undefined,
    requestId: string,
  ): Promise<KeySet> {
    if (uri !== null) return this.remote.of(uri, kid, requestId);
    const keys = jwks?.keys ?? [];
    const text = JSON.stringify(keys);
    const known = this.registered.get(text) ?? new KeySet(keys);
    this.registered.set(text, known);
    return known;
  }
}
