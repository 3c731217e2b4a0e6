import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { lastErrors } from './apt-install.mjs';

// What the servers' packages depend on and the servers themselves do without: scripts around Postgres, and
// the compiler for its queries.
const unneeded =
  /^(perl|perl-modules-.*|libperl.*|libllvm.*|libz3.*|ssl-cert|openssl|.*-common|adduser|passwd|.*systemd.*|dbus.*)$/;

/**
 * Fetches Debian packages with what they depend on, and unpacks them below the home folder. Needs no root.
 * @param {string[]} packages
 * @param {string} home
 * @throws {Problem}
 */
export async function unpackPackages(packages, home) {
  const folder = join(home, 'apt');
  const archives = join(folder, 'download');
  for (const needed of ['state/lists/partial', 'cache/archives/partial', 'download']) {
    mkdirSync(join(folder, needed), { recursive: true });
  }
  const settings = join(folder, 'apt.conf');
  writeFileSync(settings, aptSettings(folder));
  /** @param {string[]} args */
  const apt = (args) =>
    runCommand('apt-get', ['-c', settings, ...args], { env: { ...process.env, LC_ALL: 'C' }, cwd: archives });

  const update = await apt(['update']);
  const plan = await apt(['install', '--simulate', '--no-install-recommends', ...packages]);
  if (!plan.ok) throw failed(packages, update.ok ? plan.output : update.output);
  const download = await apt(['download', ...wantedFrom(plan.output)]);
  if (!download.ok) throw failed(packages, download.output);

  const unfinished = join(home, 'programs.new');
  const set = join(home, 'programs', packages.join('+'));
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  for (const archive of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    const unpacked = await runCommand('dpkg-deb', ['-x', join(archives, archive), unfinished]);
    if (!unpacked.ok) throw failed(packages, unpacked.output);
  }
  mkdirSync(join(home, 'programs'), { recursive: true });
  rmSync(set, { recursive: true, force: true });
  renameSync(unfinished, set);
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string} simulation lines like `Inst redis-server (5:7.0.15-1 Debian:12/stable [amd64])`
 * @returns {string[]} the packages to fetch, each with its version
 */
function wantedFrom(simulation) {
  const installs = simulation.matchAll(/^Inst (\S+) (?:\[\S+\] )?\((\S+)/gm);
  return [...installs]
    .filter(([, name = '']) => !unneeded.test(name))
    .map(([, name, version]) => `${name}=${version}`);
}

/**
 * The system's sources and keys, and what is installed, with lists and cache of our own.
 * @param {string} folder
 */
function aptSettings(folder) {
  return [
    `Dir::State "${folder}/state";`,
    `Dir::State::lists "${folder}/state/lists";`,
    'Dir::State::status "/var/lib/dpkg/status";',
    `Dir::Cache "${folder}/cache";`,
    `Dir::Log "${folder}";`,
    'Debug::NoLocking "true";',
    'APT::Sandbox::User "";',
    // Hooks of the system's own that need root.
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    '#clear DPkg::Post-Invoke;',
    '',
  ].join('\n');
}

/**
 * @param {string[]} packages
 * @param {string} output
 */
function failed(packages, output) {
  return new Problem(
    `Could not fetch ${packages.join(', ')}. apt-get said:\n${lastErrors(output)}\n` +
      `As root, run: apt-get install ${packages.join(' ')}`,
  );
}
