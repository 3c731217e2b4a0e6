import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startProcess } from '../processes/child.mjs';

/**
 * @typedef {object} Run
 * @property {NodeJS.ProcessEnv} settings beside what the image itself sets; nothing else of an environment is there
 * @property {string} logFile
 * @property {string[]} [command] that of the image unless given
 */

/**
 * Starts an image's command as a container would: in its folder, as its user, with its environment, and, where the machine
 * lets us, as the first process of a namespace of its own, whom a signal that it does not handle does not end.
 * @param {import('./carry-out.mjs').Image} image
 * @param {Run} run
 */
export function runImage(image, { settings, logFile, command = image.command }) {
  const [name = '', ...args] = [...(image.entrypoint ?? []), ...command];
  const user = userOf(image);
  const [program = '', ...before] = [...namespaceOf(user), join(image.root, 'usr/local/bin', name)];
  return startProcess({
    program,
    args: [...before, ...args],
    cwd: join(image.root, image.workdir),
    env: { ...image.env, ...settings },
    output: logFile,
    stopSignal: /** @type {NodeJS.Signals} */ (image.stopSignal),
    user,
  });
}

/**
 * @param {import('./carry-out.mjs').Image} image
 * @returns {{ uid: number, gid: number } | undefined} only root can become somebody else
 */
export function userOf({ user }) {
  const [uid, gid] = user.split(':').map(Number);
  if (!uid || !gid) throw new Error(`${user} is no number of a user and a group other than root`);
  return process.getuid?.() === 0 ? { uid, gid } : undefined;
}

/**
 * @param {{ uid: number, gid: number } | undefined} user
 * @returns {string[]} what starts a program as the first process of a namespace; nothing where the machine does not let us
 */
export function namespaceOf(user) {
  const unshare = ['unshare', '--user', '--map-current-user', '--pid', '--fork', '--kill-child'];
  const [program = '', ...args] = unshare;
  return spawnSync(program, [...args, 'true'], { ...user, cwd: '/' }).status === 0 ? unshare : [];
}

/** Lets nobody change it, its owner neither. @param {import('./carry-out.mjs').Image} image */
export function makeReadOnly({ root }) {
  execFileSync('chmod', ['-R', 'a-w', root]);
}

/** Lets its owner remove it. @param {import('./carry-out.mjs').Image} image */
export function makeRemovable({ root }) {
  execFileSync('chmod', ['-R', 'u+w', root]);
}
