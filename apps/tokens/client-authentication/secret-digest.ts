import { createHmac, timingSafeEqual } from 'node:crypto';

/** A secret's digest, kept in place of argon2 after the first success. */
export class SecretDigest {
  private constructor(private readonly bytes: Buffer) {}

  /** Bound to the hash that the secret was proved against: with another hash it is another digest. */
  static of(pepper: Pepper, hash: string, secret: string): SecretDigest {
    return new SecretDigest(
      createHmac('sha256', pepper.key).update(hash).update('\0').update(secret).digest(),
    );
  }

  /** A digest as it is stored, or `undefined` where it was made with another pepper or for another hash. */
  static parse(pepper: Pepper, hash: string, stored: string | undefined): SecretDigest | undefined {
    if (stored === undefined) return undefined;
    const tag = pepper.tagOf(hash);
    if (!stored.startsWith(tag)) return undefined;
    return new SecretDigest(Buffer.from(stored.slice(tag.length), 'base64'));
  }

  format(pepper: Pepper, hash: string): string {
    return pepper.tagOf(hash) + this.bytes.toString('base64');
  }

  /** In constant time. */
  equals(other: SecretDigest): boolean {
    return this.bytes.length === other.bytes.length && timingSafeEqual(this.bytes, other.bytes);
  }

  toString(): string {
    return this.bytes.toString('base64');
  }
}

/** The server-side key of all digests. */
export class Pepper {
  /** @param key 32 bytes */
  constructor(readonly key: Buffer) {}

  /**
   * Tells digests of this pepper and hash from others. A digest of others says nothing: taken for the one to compare
   * with, it would refuse the right secret.
   */
  tagOf(hash: string): string {
    return `${createHmac('sha256', this.key).update(hash).digest('base64url').slice(0, 8)}.`;
  }
}
