import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import dockerignore from '@balena/dockerignore';

/**
 * What `docker build` would send: the files of a folder that its `.dockerignore` leaves.
 * @param {string} root
 * @returns {string[]} paths within the folder
 */
export function buildContext(root) {
  const rules = readFileSync(join(root, '.dockerignore'), 'utf8');
  const matcher = dockerignore.default().add(rules);
  /** @param {string} path */
  const ignores = (path) => matcher.ignores(path);
  const exceptions = rules
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1).trim()] : []));
  /** @param {string} folder */
  const mayHold = (folder) =>
    !ignores(folder) || exceptions.some((exception) => exception.startsWith(`${folder}/`));
  /** @param {string} folder @returns {string[]} */
  const filesIn = (folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return mayHold(path) ? filesIn(path) : [];
      return ignores(path) ? [] : [path];
    });
  return filesIn('');
}
