import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';

const mark = '# Written by postern while it installs packages; removed right after.';
// Debian's own switch: packages ask it whether they may start their services.
const startsNoServices = { file: '/usr/sbin/policy-rc.d', text: `#!/bin/sh\n${mark}\nexit 101\n` };
// Only the programs are needed, not the database that the package would create.
const createsNoCluster = {
  file: '/etc/postgresql-common/createcluster.d/postern.conf',
  text: `${mark}\ncreate_main_cluster = false\n`,
};

/**
 * Installs Debian packages as root, without starting what is in them, now or at the next boot.
 * @param {string[]} packages
 * @throws {Problem}
 */
export async function installPackages(packages) {
  const written = [startsNoServices, createsNoCluster].filter(writeUnlessThere);
  try {
    const install = [
      'install',
      '-y',
      '--no-install-recommends',
      '-o',
      'DPkg::Lock::Timeout=120',
      ...packages,
    ];
    let result = await aptGet(install);
    if (!result.ok) {
      // Package lists may be missing or out of date. One failing source is no reason to give up.
      await aptGet(['update']);
      result = await aptGet(install);
    }
    if (!result.ok) {
      throw new Problem(
        `Could not install ${packages.join(', ')}. apt-get said:\n${lastErrors(result.output)}`,
      );
    }
  } finally {
    for (const { file } of written) rmSync(file, { force: true });
  }
  if (existsSync('/usr/bin/systemctl')) {
    const services = packages.filter((name) => name !== 'postgresql');
    if (services.length > 0) await runCommand('systemctl', ['disable', '--quiet', ...services]);
  }
}

/** @param {string[]} args */
function aptGet(args) {
  return runCommand('apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
}

/**
 * @param {{ file: string, text: string }} setting
 * @returns {boolean} whether it is ours to remove: written now, or left by an installation that was killed
 */
function writeUnlessThere({ file, text }) {
  if (existsSync(file)) return readFileSync(file, 'utf8').includes(mark);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return true;
}

/** @param {string} output */
export function lastErrors(output) {
  const lines = output.trimEnd().split('\n');
  const errors = lines.filter((line) => line.startsWith('E:'));
  return (errors.length > 0 ? errors : lines)
    .slice(-5)
    .map((line) => `  ${line}`)
    .join('\n');
}
