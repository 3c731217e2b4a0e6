import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { programEnvironment } from './program-environment.mjs';
import { requirements } from './requirements.mjs';

/**
 * @typedef {object} Found
 * @property {string} program
 * @property {string} version
 * @property {boolean} recent whether the version is one that this system works with
 * @property {string} [libraryPath]
 */

/**
 * Looks for a server's program on the machine, then among the packages unpacked earlier.
 * @param {import('./programs.mjs').ProgramName} name
 * @param {string} unpackedFolder
 * @returns {Promise<Found | undefined>} the first that is recent enough, else one that is not, if any
 */
export async function locate(name, unpackedFolder) {
  /** @type {Found | undefined} */
  let outdated;
  for (const candidate of [...onMachine(name), ...unpacked(name, unpackedFolder)]) {
    const found = await inspect(name, candidate);
    if (found?.recent) return found;
    outdated ??= found;
  }
  return outdated;
}

/**
 * @param {import('./programs.mjs').ProgramName} name
 * @param {{ program: string, libraryPath?: string }} candidate
 * @returns {Promise<Found | undefined>} undefined when it does not run
 */
async function inspect(name, candidate) {
  if (!isProgram(candidate.program)) return undefined;
  const { versionArguments, oldest } = requirements[name];
  try {
    const { stdout, stderr } = await promisify(execFile)(candidate.program, versionArguments, {
      env: programEnvironment(candidate),
      timeout: 10_000,
    });
    // nginx says it on the other one.
    const said = stdout || stderr;
    const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(said) ?? /(\d+)/.exec(said) ?? []).map(Number);
    const recent = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
    return { ...candidate, version: `${major}.${minor}`, recent };
  } catch {
    return undefined;
  }
}

/** @param {import('./programs.mjs').ProgramName} name */
function onMachine(name) {
  const { program } = requirements[name];
  const path = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const usual = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
  const folders = [...path, ...(name === 'postgres' ? debianPostgresFolders('/') : []), ...usual];
  return [...new Set(folders)].map((folder) => withoutLinks(join(folder, program), name));
}

/**
 * @param {import('./programs.mjs').ProgramName} name
 * @param {string} unpackedFolder
 */
function unpacked(name, unpackedFolder) {
  return namesIn(unpackedFolder).flatMap((set) => {
    const root = join(unpackedFolder, set);
    const folders = [...debianPostgresFolders(root), join(root, 'usr/sbin'), join(root, 'usr/bin')];
    const libraryPath = libraryFolders(root).join(delimiter);
    return folders.map((folder) => ({ program: join(folder, requirements[name].program), libraryPath }));
  });
}

/** @param {string} root */
function debianPostgresFolders(root) {
  const folder = join(root, 'usr/lib/postgresql');
  const newestFirst = namesIn(folder).sort((a, b) => Number(b) - Number(a));
  return newestFirst.map((version) => join(folder, version, 'bin'));
}

/** @param {string} root */
function libraryFolders(root) {
  return ['usr/lib', 'lib'].flatMap((lib) => {
    const folder = join(root, lib);
    const perMachine = namesIn(folder).filter((name) => name.includes('-linux-'));
    return [...perMachine.map((name) => join(folder, name)), folder];
  });
}

/**
 * Postgres looks for `initdb` and its files beside the program itself, not beside a link to it.
 * @param {string} program
 * @param {import('./programs.mjs').ProgramName} name
 */
function withoutLinks(program, name) {
  if (name !== 'postgres') return { program };
  try {
    return { program: realpathSync(program) };
  } catch {
    return { program };
  }
}

/** @param {string} program */
function isProgram(program) {
  try {
    accessSync(program, constants.X_OK);
    return statSync(program).isFile() && namesIn(dirname(program)).length > 0;
  } catch {
    return false;
  }
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
