import { randomBytes } from 'node:crypto';
import { encodeBase62 } from '@postern/contracts';

/** A password made up for somebody: 144 random bits in 25 letters and digits. */
export function temporaryPassword(): string {
  return encodeBase62(randomBytes(18), 25);
}
