import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The password of the server that keeps its data in this folder: made at its first start, kept after.
 * @param {string} folder
 * @returns {string} safe in a URL and in a configuration file
 */
export function passwordIn(folder) {
  const file = join(folder, 'password');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Renamed into place: a start that is killed here leaves no empty password behind.
    writeFileSync(`${file}.new`, randomBytes(24).toString('base64url'), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file, 'utf8');
}
