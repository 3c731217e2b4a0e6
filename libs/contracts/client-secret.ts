import { encodeBase62 } from './base62.js';
import { crc32 } from './crc32.js';

/**
 * A client secret is `pcs_`, 43 base62 characters that hold 256 random bits, and 6 more that hold their
 * CRC-32. Secret scanners find the prefix; the checksum tells a typo or a false alarm without a look-up.
 */
const PREFIX = 'pcs_';
const RANDOM_CHARACTERS = 43;
const CHECKSUM_CHARACTERS = 6;
const CLIENT_SECRET = /^pcs_[0-9A-Za-z]{49}$/;

/** The secret that holds these random bytes, 32 of them. */
export function formatClientSecret(random: Uint8Array): string {
  const body = PREFIX + encodeBase62(random, RANDOM_CHARACTERS);
  return body + checksum(body);
}

/** Whether `value` has the form and the checksum of a client secret. Says nothing of whether it is one. */
export function isWellFormedClientSecret(value: string): boolean {
  if (!CLIENT_SECRET.test(value)) return false;
  const body = value.slice(0, -CHECKSUM_CHARACTERS);
  return checksum(body) === value.slice(-CHECKSUM_CHARACTERS);
}

/** The last four characters, by which an administrator tells secrets apart. */
export function clientSecretHint(secret: string): string {
  return secret.slice(-4);
}

function checksum(body: string): string {
  const value = new Uint8Array(4);
  new DataView(value.buffer).setUint32(0, crc32(body));
  return encodeBase62(value, CHECKSUM_CHARACTERS);
}

/** The secret that nobody has: of 32 bytes that are zero. For examples. */
export const EXAMPLE_SECRET = formatClientSecret(new Uint8Array(32));
