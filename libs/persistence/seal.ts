import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_ID_BYTES = 8;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encryption at rest, AES-256-GCM under the key-encryption key. What is sealed for one place opens only there:
 * moved to another row it does not decrypt. Form: key id, IV, tag, ciphertext.
 */
export class Seal {
  private readonly key: Buffer;
  /** Tells which key-encryption key sealed something. */
  private readonly keyId: Buffer;

  /**
   * @param keyEncryptionKey 32 bytes
   * @param purpose keys for different purposes are independent (HKDF, RFC 5869)
   */
  constructor(keyEncryptionKey: Buffer, purpose: string) {
    this.key = deriveKey(keyEncryptionKey, purpose);
    this.keyId = createHash('sha256').update(this.key).digest().subarray(0, KEY_ID_BYTES);
  }

  /** @param place names where it is kept, as `signing-key:KID`; needed again to open it */
  seal(plaintext: Buffer, place: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, iv).setAAD(Buffer.from(place));
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return Buffer.concat([this.keyId, iv, cipher.getAuthTag(), ciphertext]);
  }

  /** @throws Error where it was sealed under another key, for another place, or was changed */
  open(sealed: Buffer, place: string): Buffer {
    if (!sealed.subarray(0, KEY_ID_BYTES).equals(this.keyId)) {
      throw new Error(`${place} is encrypted under another key-encryption key than the configured one`);
    }
    const rest = sealed.subarray(KEY_ID_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.key, rest.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(place)).setAuthTag(rest.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(rest.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  }
}

/** 32 bytes for one purpose, derived from the key-encryption key (HKDF-SHA-256, RFC 5869). */
export function deriveKey(keyEncryptionKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', keyEncryptionKey, '', `postern:${purpose}`, 32));
}
