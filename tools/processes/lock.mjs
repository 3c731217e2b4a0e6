import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identityOf, stillRuns } from './identity.mjs';

/** @typedef {{ pid: number, identity: string }} Holder */

/**
 * Takes a lock that at most one living process holds. A dead holder's lock is taken over.
 * @param {string} file
 * @returns {{ held: true, release: () => void } | { held: false, holder: Holder }}
 * @throws when the folder cannot be written to
 */
export function takeLock(file) {
  const own = `${file}.${process.pid}`;
  const content = JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) });
  writeFileSync(own, content, { mode: 0o600 });
  try {
    for (;;) {
      // A link appears whole or not at all: nobody ever reads half a lock.
      if (tryLink(own, file)) return { held: true, release: () => releaseLock(file, content) };
      const found = read(file);
      if (found === undefined) continue;
      const holder = parseHolder(found);
      if (holder !== undefined && stillRuns(holder)) return { held: false, holder };
      removeStale(file, found);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} stale
 */
function removeStale(file, stale) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  // Somebody else may have taken the stale lock over since we read it; then it is theirs.
  if (read(aside) !== stale) tryLink(aside, file);
  rmSync(aside, { force: true });
}

/**
 * @param {string} file
 * @param {string} content
 */
function releaseLock(file, content) {
  if (read(file) === content) rmSync(file, { force: true });
}

/**
 * @param {string} from
 * @param {string} to
 */
function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * @param {string} text
 * @returns {Holder | undefined}
 */
function parseHolder(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
