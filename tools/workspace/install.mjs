import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { npmCommand } from './npm-command.mjs';
import { outputEnd } from './output-end.mjs';

/**
 * Installs the dependencies that package-lock.json names, unless they are there.
 * @param {string} root
 * @param {import('../report/report.mjs').Report} report
 * @throws {Problem} with the end of npm's output
 */
export async function installDependencies(root, report) {
  // npm removes node_modules first, and the stamp with it: half an installation is never taken for one.
  const stampFile = join(root, 'node_modules', '.postern-installed');
  const stamp = dependenciesStamp(root);
  if (readIfThere(stampFile) === stamp) return;
  await report.step({ doing: 'Installing dependencies', done: 'Dependencies installed' }, async () => {
    const [program, ...args] = npmCommand();
    // Development dependencies build it, whatever NODE_ENV says.
    const install = ['ci', '--include=dev', '--no-audit', '--no-fund', '--no-progress'];
    const { ok, output } = await runCommand(program, [...args, ...install], { cwd: root });
    if (!ok) throw new Problem(`npm ci failed.\n${outputEnd(output)}`);
    writeFileSync(stampFile, stamp);
  });
}

/**
 * Native modules fit one version of Node's interface, on one kind of machine.
 * @param {string} root
 */
function dependenciesStamp(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update([process.versions.modules, process.platform, process.arch].join())
    .digest('hex');
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
