import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A secret's digest, kept in place of argon2 after the first success (design §4). */
export class SecretDigest {
  private constructor(private readonly bytes: Buffer) {}

  /** Bound to the hash that the secret was proved against: with another hash it is another digest. */
  static of(pepper: Pepper, hash: string, secret: string): SecretDigest {
    return new SecretDigest(
      createHmac('sha256', pepper.key).update(hash).update('\0').update(secret).digest(),
    );
  }

  /** A digest as it is stored, or `undefined` where it was made with another pepper. */
  static parse(pepper: Pepper, stored: string | undefined): SecretDigest | undefined {
    if (stored === undefined || !stored.startsWith(pepper.id)) return undefined;
    return new SecretDigest(Buffer.from(stored.slice(pepper.id.length), 'base64'));
  }

  format(pepper: Pepper): string {
    return pepper.id + this.bytes.toString('base64');
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
  /** Tells digests of this pepper from those of an earlier one. */
  readonly id: string;

  /** @param key 32 bytes */
  constructor(readonly key: Buffer) {
    this.id = `${createHash('sha256').update(key).digest('base64url').slice(0, 8)}.`;
  }
}
