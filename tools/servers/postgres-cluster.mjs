import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../processes/run-command.mjs';
import { Problem } from '../report/problem.mjs';
import { digestOf, rolesSql } from './postgres-roles.mjs';
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
 * Creates the data folder with the database `postern` and the roles of our services, unless it is there. It appears when it
 * is complete: a start that is killed half-way leaves nothing that the next one would take for a database. In one
 * that is there already, it makes the roles that this version has.
 * @param {ClusterOptions} options
 * @throws {Problem}
 */
export async function createCluster(options) {
  const { data, password } = options;
  const sql = rolesSql(password);
  const madeRoles = join(data, 'postern-roles');
  if (!existsSync(data)) {
    await initialize({ ...options, data: `${data}.new` }, `CREATE DATABASE postern;\n\n${sql}`);
    renameSync(`${data}.new`, data);
  } else if (!existsSync(madeRoles) || readFileSync(madeRoles, 'utf8') !== digestOf(sql)) {
    await execute(options, 'postern', sql);
  } else {
    return;
  }
  writeFileSync(madeRoles, digestOf(sql));
}

/**
 * @param {ClusterOptions} options
 * @param {string} sql
 */
async function initialize(options, sql) {
  const { home, data, user, password, durable } = options;
  const passwordFile = join(home, 'password.new');
  rmSync(data, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
  try {
    await run(options, 'initdb', initArguments(data, passwordFile, durable), '');
    await execute(options, 'postgres', sql);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * Without a server: there is no port to choose yet, and no client program is needed.
 * @param {ClusterOptions} options
 * @param {string} database
 * @param {string} sql statements with an empty line after each
 */
async function execute(options, database, sql) {
  const { data, durable } = options;
  // Passwords are in the statements, which would stand beside their errors.
  const settings = ['-c', `fsync=${durable ? 'on' : 'off'}`, '-c', 'log_min_error_statement=panic'];
  // Left by a server that is dead by now; its pid may be in use by somebody else.
  rmSync(join(data, 'postmaster.pid'), { force: true });
  const output = await run(options, 'postgres', ['--single', '-j', '-D', data, ...settings, database], sql);
  if (/\bERROR:/.test(output))
    throw new Problem(`The roles of Postgres could not be made.\n${output.trimEnd()}`);
}

/**
 * @param {ClusterOptions} options
 * @param {string} name
 * @param {string[]} args
 * @param {string} input
 * @returns {Promise<string>} what it said
 */
async function run({ program, home, user }, name, args, input) {
  const path = join(program.folder, name);
  const result = await runCommand(path, args, { env: programEnvironment(program), cwd: home, user, input });
  if (!result.ok) throw new Problem(`${path} failed.\n${result.output.trimEnd()}`);
  return result.output;
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
