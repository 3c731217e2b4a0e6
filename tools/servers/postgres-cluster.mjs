import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { programEnvironment } from './program-environment.mjs';

/**
 * @typedef {object} ClusterOptions
 * @property {import('./programs.mjs').PostgresProgram} program
 * @property {string} home where the user may write
 * @property {string} data inside of home
 * @property {import('./postgres-home.mjs').User | undefined} user
 * @property {string} password
 * @property {boolean} durable
 */

/**
 * Creates the data folder with the database `postern`, unless it is there. It appears when it is complete:
 * a start that is killed half-way leaves nothing that the next one would take for a database.
 * @param {ClusterOptions} options
 * @throws {Problem}
 */
export async function createCluster({ program, home, data, user, password, durable }) {
  if (existsSync(data)) return;
  const unfinished = `${data}.new`;
  const passwordFile = join(home, 'password.new');
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);

  /** @param {string} name @param {string[]} args @param {string} input */
  const run = async (name, args, input) => {
    const path = join(program.folder, name);
    const result = await runCommand(path, args, { env: programEnvironment(program), cwd: home, user, input });
    if (!result.ok) throw new Problem(`${path} failed.\n${result.output.trimEnd()}`);
  };
  try {
    await run('initdb', initArguments(unfinished, passwordFile, durable), '');
    // Without a server: there is no port to choose yet, and no client program is needed.
    const single = ['--single', '-D', unfinished, '-c', `fsync=${durable ? 'on' : 'off'}`, 'postgres'];
    await run('postgres', single, 'CREATE DATABASE postern\n');
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, data);
}

/**
 * @param {string} data
 * @param {string} passwordFile
 * @param {boolean} durable
 */
function initArguments(data, passwordFile, durable) {
  return [
    `--pgdata=${data}`,
    '--username=postern',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    `--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8'}`,
    ...(durable ? [] : ['--no-sync']),
  ];
}
