import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { asReport } from '../report/report.mjs';
import { build } from '../workspace/build.mjs';
import { checkout } from '../workspace/checkout.mjs';
import { installDependencies } from '../workspace/install.mjs';

/**
 * The newest release before this one: its tag, `v` and a version.
 * @param {string} [root] the checkout
 * @returns {Promise<{ tag: string } | { tag: undefined, reason: string }>} or why there is none to be seen here
 */
export async function findPreviousRelease(root = checkout) {
  const tags = ['tag', '--list', 'v*', '--merged', 'HEAD', '--sort=-version:refname'];
  const [all, here] = await Promise.all([git(root, tags), git(root, ['tag', '--points-at', 'HEAD'])]);
  if (!all.ok || !here.ok) return { tag: undefined, reason: 'this is no checkout of git' };
  const current = here.output.split('\n');
  const tag = all.output.split('\n').find((one) => one !== '' && !current.includes(one));
  return tag === undefined ? { tag, reason: 'there is no earlier tag v… in this checkout' } : { tag };
}

/**
 * Builds a release in a folder of its own, where it stays.
 * @param {string} tag
 * @param {string} [root] the checkout
 * @returns {Promise<string>} the folder
 * @throws {Problem} with the end of the output of what failed
 */
export async function buildRelease(tag, root = checkout) {
  const commit = await git(root, ['rev-parse', '--short', `${tag}^{commit}`]);
  if (!commit.ok) throw new Problem(`There is no release ${tag}.\n${commit.output}`);
  const folder = join(root, '.postern', 'releases', `${tag}-${commit.output.trim()}`);
  if (!existsSync(folder)) await unpack(root, tag, folder);
  const report = asReport(() => {});
  if (sameDependencies(root, folder)) linkDependencies(root, folder);
  else await installDependencies(folder, report);
  await build(folder, report);
  return folder;
}

/**
 * @param {string} root
 * @param {string} tag
 * @param {string} folder
 */
async function unpack(root, tag, folder) {
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const archive = join(unfinished, 'archive.tar');
  const packed = await git(root, ['archive', '--output', archive, tag]);
  if (!packed.ok) throw new Problem(`git archive failed.\n${packed.output}`);
  const unpacked = await runCommand('tar', ['-xf', archive], { cwd: unfinished });
  if (!unpacked.ok) throw new Problem(`tar failed.\n${unpacked.output}`);
  rmSync(archive);
  renameSync(unfinished, folder);
}

/**
 * @param {string} root
 * @param {string} folder
 */
function sameDependencies(root, folder) {
  const [ours, its] = [root, folder].map((one) => readFileSync(join(one, 'package-lock.json'), 'utf8'));
  return ours === its;
}

/**
 * Gives it what is installed here, without reading a byte of it. Links to parts of the workspace lead to its own, as they
 * are relative.
 * @param {string} root
 * @param {string} folder
 */
function linkDependencies(root, folder) {
  const modules = join(folder, 'node_modules');
  if (existsSync(modules)) return;
  for (const parts of ['apps', 'libs', 'tools']) {
    for (const part of ['', ...readdirSync(join(folder, parts))]) {
      const place = join(parts, part, 'node_modules');
      if (existsSync(join(root, place))) linkTree(join(root, place), join(folder, place));
    }
  }
  // The last one says that all are there.
  rmSync(`${modules}.new`, { recursive: true, force: true });
  linkTree(join(root, 'node_modules'), `${modules}.new`);
  renameSync(`${modules}.new`, modules);
}

/**
 * @param {string} from
 * @param {string} to
 */
function linkTree(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (existsSync(target)) continue;
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

/**
 * @param {string} root
 * @param {string[]} args
 */
function git(root, args) {
  return runCommand('git', args, { cwd: root });
}
