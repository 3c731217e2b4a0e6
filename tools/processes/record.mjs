import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { endProcess } from './signals.mjs';

/**
 * Notes a process in a file, so that a later start finds it should everything else have been killed.
 * @param {string} file
 * @param {import('./signals.mjs').Seen} seen
 */
export function writeRecord(file, seen) {
  const folder = realpathSync(dirname(file));
  writeFileSync(file, JSON.stringify({ ...seen, folder }), { mode: 0o600 });
}

/**
 * Ends the process that an earlier start noted in this file and left running, and removes the file.
 * @param {string} file
 */
export async function endRecorded(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return;
  }
  const record = parseRecord(text);
  // A copied folder brings a record along that speaks of the original's process: not ours to end.
  if (record?.folder === realpathSync(dirname(file))) await endProcess(record);
  rmSync(file, { force: true });
}

/**
 * @param {string} text half a record, or none, when the machine lost power while it was written
 * @returns {(import('./signals.mjs').Seen & { folder: string }) | undefined}
 */
function parseRecord(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
