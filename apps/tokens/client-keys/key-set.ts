import type { ClientKey } from '@postern/contracts';
import { createLocalJWKSet, type JWK } from 'jose';

/** Keys of a client, ready to verify with. */
export class KeySet {
  /** The key for a JWS header. */
  readonly select: ReturnType<typeof createLocalJWKSet>;
  private readonly kids: ReadonlySet<string | undefined>;

  constructor(keys: readonly ClientKey[]) {
    this.select = createLocalJWKSet({ keys: [...keys] as JWK[] });
    this.kids = new Set(keys.map(({ kid }) => kid));
  }

  /** Whether a JWT without `kid`, or with this one, can be meant for a key of this set. */
  knows(kid: string | undefined): boolean {
    return kid === undefined || this.kids.has(kid);
  }
}
