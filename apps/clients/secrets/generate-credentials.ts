import { randomBytes } from 'node:crypto';
import { encodeBase62, formatClientSecret } from '@postern/contracts';

/** A new client ID: 128 random bits, so that none comes a second time. */
export function generateClientId(): string {
  return `pcl_${encodeBase62(randomBytes(16), 22)}`;
}

/** A new client secret: 256 random bits with prefix and checksum. */
export function generateClientSecret(): string {
  return formatClientSecret(randomBytes(32));
}
