import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const notSource = new Set(['node_modules', 'dist', 'out-tsc', 'reports']);

/**
 * All that goes into the build. Contents, not times: code that is not built from what is there must never
 * run.
 * @param {string} root
 * @returns {string}
 */
export function sourcesFingerprint(root) {
  const hash = createHash('sha256').update(process.version);
  for (const name of namesIn(root).files) addFile(hash, join(root, name));
  for (const part of ['apps', 'libs']) addFolder(hash, join(root, part), notSource);
  return hash.digest('hex');
}

/**
 * All that came out of the build.
 * @param {string} root
 * @returns {string}
 */
export function outputsFingerprint(root) {
  const hash = createHash('sha256');
  for (const part of ['apps', 'libs']) {
    for (const project of namesIn(join(root, part)).folders) {
      addFolder(hash, join(root, part, project, 'dist'), new Set());
    }
  }
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} folder
 * @param {Set<string>} without names of folders to leave out
 */
function addFolder(hash, folder, without) {
  const { files, folders } = namesIn(folder);
  for (const name of files) addFile(hash, join(folder, name));
  for (const name of folders) if (!without.has(name)) addFolder(hash, join(folder, name), without);
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} file
 */
function addFile(hash, file) {
  const content = readFileSync(file);
  hash.update(`${file}\0${content.length}\0`).update(content);
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    /** @param {(entry: import('node:fs').Dirent) => boolean} wanted */
    const names = (wanted) =>
      entries
        .filter((entry) => wanted(entry))
        .map(({ name }) => name)
        .sort();
    return { files: names((entry) => entry.isFile()), folders: names((entry) => entry.isDirectory()) };
  } catch {
    return { files: [], folders: [] };
  }
}
