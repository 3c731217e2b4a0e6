import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { takeLock } from '../processes/lock.mjs';
import { endRecorded } from '../processes/record.mjs';
import { Problem } from '../report/problem.mjs';

/**
 * Takes the folder in which a system keeps its state: makes it if need be, locks it against a second
 * system, and ends the services that a killed start left running on it.
 * @param {string} home
 * @returns {Promise<() => void>} gives it back
 * @throws {Problem} one line
 */
export async function openHome(home) {
  prepareHome(home);
  const lock = takeLock(join(home, 'lock'));
  if (!lock.held) {
    throw new Problem(
      `Postern already runs with ${home} (process ${lock.holder.pid}). Stop it, or choose another folder ` +
        'and port: POSTERN_HOME=.postern-2 PORT=4000 npm start',
    );
  }
  process.once('exit', lock.release);
  const folder = recordsFolder(home);
  for (const name of readdirSync(folder).sort()) await endRecorded(join(folder, name));
  return () => {
    process.off('exit', lock.release);
    lock.release();
  };
}

/**
 * One folder at a time: asked for all at once, Node never returns where the system lets nobody make any,
 * as under /proc.
 * @param {string} folder
 */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** @param {string} home */
export function recordsFolder(home) {
  return join(home, 'processes');
}

/** @param {string} home */
function prepareHome(home) {
  try {
    makeFolder(home);
    if (readdirSync(home).length === 0) {
      // Root starts Postgres as another user, who has to pass through. The files are closed to all others.
      chmodSync(home, process.getuid?.() === 0 ? 0o711 : 0o700);
    }
    accessSync(home, constants.W_OK | constants.X_OK);
    for (const name of ['keys', 'logs', 'processes'])
      mkdirSync(join(home, name), { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Problem(
      `${home} cannot be written to (${code}). Choose another folder: POSTERN_HOME=/path/to/folder npm start`,
    );
  }
}
