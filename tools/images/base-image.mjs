import { existsSync, linkSync, mkdirSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { npmCommand } from '../workspace/npm-command.mjs';
import { outputEnd } from '../workspace/output-end.mjs';

/**
 * Lays out what our images take from the official image of Node, where it lies there: exactly the Node that its tag names,
 * which the package registry has too, and npm, which is the one on this machine.
 * @param {string} image as `node:24.21.0-trixie-slim`
 * @param {{ root: string, programs: string }} folders of the new root folder, on the file system of which Node is kept
 * @throws {Problem}
 */
export async function layOutNodeImage(image, { root, programs }) {
  const version = /^node:(\d+\.\d+\.\d+)-\w+-slim(@|$)/.exec(image)?.[1];
  if (version === undefined) throw new Problem(`${image} is no exact version of Node on a slim Debian.`);
  const node = await nodeProgram(version, programs);
  const bin = join(root, 'usr/local/bin');
  const modules = join(root, 'usr/local/lib/node_modules');
  for (const folder of [bin, modules, join(root, 'root'), join(root, 'tmp')])
    mkdirSync(folder, { recursive: true });
  linkSync(node, join(bin, 'node'));
  symlinkSync(await npmFolder(), join(modules, 'npm'));
  for (const name of ['npm', 'npx'])
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(bin, name));
}

/**
 * @param {string} version
 * @param {string} programs where it is kept
 * @returns {Promise<string>} the program
 */
export async function nodeProgram(version, programs) {
  const program = join(programs, `node-${version}`);
  if (existsSync(program)) return program;
  const name = `node-${process.platform}-${process.arch}`;
  const unfinished = join(programs, `${name}.new`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const quietly = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--no-progress'];
  const [npm, ...args] = npmCommand();
  const { ok, output } = await runCommand(npm, [
    ...args,
    'install',
    '--prefix',
    unfinished,
    ...quietly,
    `${name}@${version}`,
  ]);
  if (!ok) throw new Problem(`Could not fetch Node ${version}, which the images use.\n${outputEnd(output)}`);
  renameSync(join(unfinished, 'node_modules', name, 'bin/node'), program);
  rmSync(unfinished, { recursive: true });
  return program;
}

/** @returns {Promise<string>} the folder of the npm on this machine */
async function npmFolder() {
  const { output } = await runCommand('sh', ['-c', 'command -v npm']);
  // …/npm/bin/npm-cli.js
  return dirname(dirname(realpathSync(output.trim())));
}
