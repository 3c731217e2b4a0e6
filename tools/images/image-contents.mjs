import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param {string} root
 * @returns {string[]} paths of all files and links within it
 */
export function filesOf(root) {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** @param {string} root @returns {number} bytes of all files in it */
export function sizeOf(root) {
  return filesOf(root).reduce((sum, file) => sum + lstatSync(join(root, file)).size, 0);
}

/**
 * What packages there are, as a bill of materials names them: by their own package.json, whatever npm says.
 * @param {string} root of a service
 * @returns {{ installed: string[], bundled: string[] }} package URLs
 */
export function packagesOf(root) {
  const manifests = filesOf(root).filter((file) => {
    const [base, place] = [dirname(file).split('/'), dirname(dirname(file))];
    const own = base.length === 2 && base[0] !== 'node_modules';
    return file.endsWith('/package.json') && (own || /(^|\/)node_modules(\/@[^/]+)?$/.test(place));
  });
  const licenses = join(root, 'apps/console/dist/.vite/license.json');
  return {
    installed: manifests.map((file) => urlOf(readJson(join(root, file)))),
    bundled: existsSync(licenses) ? readJson(licenses).map(urlOf) : [],
  };
}

/** @param {{ name: string, version: string }} of */
function urlOf({ name, version }) {
  return `pkg:npm/${name}@${version}`;
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
