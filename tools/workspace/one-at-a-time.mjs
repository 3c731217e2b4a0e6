import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { takeLock } from '../processes/lock.mjs';
import { Problem } from '../report/problem.mjs';

/**
 * Does work that no other process may do at the same time; waits for its turn.
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} work
 * @param {(holder: number) => void} [onWait] called once with the pid that is waited for
 * @returns {Promise<T>}
 * @throws {Problem} when the lock's folder cannot be written to
 */
export async function oneAtATime(lockFile, work, onWait = () => {}) {
  let told = false;
  for (;;) {
    const lock = tryLock(lockFile);
    if (lock.held) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (!told) onWait(lock.holder.pid);
    told = true;
    await delay(100);
  }
}

/** @param {string} lockFile */
function tryLock(lockFile) {
  try {
    mkdirSync(dirname(lockFile), { recursive: true });
    return takeLock(lockFile);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Problem(`${dirname(lockFile)} cannot be written to (${code}): run this as its owner.`);
  }
}
