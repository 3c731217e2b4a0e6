import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_ID_BYTES = 8;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key for one purpose, and what tells that something was sealed with it. */
interface SealKey {
  readonly bytes: Buffer;
  readonly id: Buffer;
}

/**
 * Encryption at rest, AES-256-GCM under the key-encryption key. What is sealed for one place opens only there:
 * moved to another row it does not decrypt. Form: key id, IV, tag, ciphertext.
 */
export class Seal {
  private readonly key: SealKey;
  private readonly previous: SealKey | undefined;

  /**
   * @param keyEncryptionKey 32 bytes
   * @param purpose keys for different purposes are independent (HKDF, RFC 5869)
   * @param previousKey the key-encryption key before: seals nothing, still opens what it has sealed
   */
  constructor(keyEncryptionKey: Buffer, purpose: string, previousKey?: Buffer) {
    this.key = sealKey(keyEncryptionKey, purpose);
    this.previous = previousKey && sealKey(previousKey, purpose);
  }

  /** @param place names where it is kept, as `signing-key:KID`; needed again to open it */
  seal(plaintext: Buffer, place: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key.bytes, iv).setAAD(Buffer.from(place));
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return Buffer.concat([this.key.id, iv, cipher.getAuthTag(), ciphertext]);
  }

  /** @throws Error where it was sealed under another key, for another place, or was changed */
  open(sealed: Buffer, place: string): Buffer {
    const key = [this.key, this.previous].find((one) => one !== undefined && isSealedWith(one, sealed));
    if (key === undefined)
      throw new Error(`${place} is encrypted under another key-encryption key than the configured one`);
    const rest = sealed.subarray(KEY_ID_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key.bytes, rest.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(place)).setAuthTag(rest.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(rest.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  }

  /** Whether it was sealed with the previous key, and so is to be sealed anew. */
  isOutdated(sealed: Buffer): boolean {
    return (
      this.previous !== undefined && !isSealedWith(this.key, sealed) && isSealedWith(this.previous, sealed)
    );
  }
}

function sealKey(keyEncryptionKey: Buffer, purpose: string): SealKey {
  const bytes = deriveKey(keyEncryptionKey, purpose);
  return { bytes, id: createHash('sha256').update(bytes).digest().subarray(0, KEY_ID_BYTES) };
}

function isSealedWith(key: SealKey, sealed: Buffer): boolean {
  return sealed.subarray(0, KEY_ID_BYTES).equals(key.id);
}

/** 32 bytes for one purpose, derived from the key-encryption key (HKDF-SHA-256, RFC 5869). */
export function deriveKey(keyEncryptionKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', keyEncryptionKey, '', `postern:${purpose}`, 32));
}
