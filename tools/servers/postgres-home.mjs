import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ uid: number, gid: number }} User */

/**
 * Where Postgres keeps its data and as whom it runs. It refuses to run as root; for root it is started as
 * another user, in the folder if that user can reach it, else under /var/lib/postern.
 * @param {string} folder
 * @returns {{ home: string, user: User | undefined }}
 */
export function postgresHome(folder) {
  if (process.getuid?.() !== 0) return { home: folder, user: undefined };
  const before = ownerOf(join(folder, 'data'));
  if (before !== undefined) return { home: folder, user: before };
  const user = serverUser();
  // Passing through is all that is given away; the files in it keep their own permissions.
  chmodSync(folder, 0o711);
  const home = canReach(folder, user) ? join(folder, 'cluster') : outsideHome(folder);
  mkdirSync(home, { recursive: true });
  chownSync(home, user.uid, user.gid);
  return { home, user };
}

/**
 * Whoever started it here without being root; the data stays theirs when root starts it.
 * @param {string} data
 * @returns {User | undefined}
 */
function ownerOf(data) {
  const stats = statSync(data, { throwIfNoEntry: false });
  return stats && { uid: stats.uid, gid: stats.gid };
}

/** @returns {User} */
function serverUser() {
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf(name, '-u'), gid: idOf(name, '-g') };
    } catch {
      // No such user here.
    }
  }
  return { uid: 65534, gid: 65534 };
}

/**
 * @param {string} name
 * @param {'-u' | '-g'} which
 */
function idOf(name, which) {
  return Number(execFileSync('id', [which, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

/**
 * @param {string} folder
 * @param {User} user
 */
function canReach(folder, user) {
  return spawnSync('test', ['-x', folder], { ...user, cwd: '/' }).status === 0;
}

/**
 * A folder that belongs to this one: to its path, so that a copy does not share the original's data, and
 * to a mark in it, so that a folder that was removed and made again starts without the old data.
 * @param {string} folder
 */
function outsideHome(folder) {
  const parent = '/var/lib/postern';
  const path = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 12);
  const markFile = join(folder, 'mark');
  if (!existsSync(markFile)) writeFileSync(markFile, randomBytes(6).toString('hex'), { mode: 0o600 });
  const own = `${path}-${readFileSync(markFile, 'utf8')}`;
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  for (const name of readdirSync(parent)) {
    if (name.startsWith(`${path}-`) && name !== own) rmSync(join(parent, name), { recursive: true });
  }
  return join(parent, own);
}
