import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Makes sure that there is a key: 32 random bytes in base64, for the owner's eyes only.
 * @param {string} file
 * @returns {string} the file
 */
export function ensureKeyFile(file) {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return file;
}
