import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createCluster } from './postgres-cluster.mjs';
import { postgresHome } from './postgres-home.mjs';
import { endStalePostmaster } from './postgres-leftover.mjs';
import { passwordIn } from './password.mjs';
import { programEnvironment } from './program-environment.mjs';
import { startServer } from './server.mjs';

/**
 * Starts Postgres with the superuser `postern` and the database `postern`, which is created at the first
 * start in this folder.
 * @param {object} options
 * @param {import('./programs.mjs').Programs} options.programs
 * @param {string} options.folder
 * @param {string} [options.logFile]
 * @param {boolean} [options.durable] false for tests: faster, and a power cut may cost the data
 * @returns {Promise<import('./server.mjs').Server>}
 * @throws {import('../report/problem.mjs').Problem}
 */
export async function startPostgres({
  programs,
  folder,
  logFile = join(folder, 'postgres.log'),
  durable = true,
}) {
  const { postgres } = programs;
  const password = passwordIn(folder);
  const { home, user } = postgresHome(folder);
  const env = programEnvironment(postgres);
  const data = join(home, 'data');
  await endStalePostmaster(data);
  await createCluster({ program: postgres, home, data, user, password, durable });

  return startServer({
    name: 'postgres',
    folder,
    logFile,
    // A "fast" shutdown: SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    graceMs: 20_000,
    command: (port) => {
      // Left by a postmaster that is dead by now; its pid may be in use by somebody else.
      rmSync(join(data, 'postmaster.pid'), { force: true });
      return {
        program: join(postgres.folder, 'postgres'),
        args: serverArguments(data, port, durable),
        env,
        cwd: home,
        user,
      };
    },
    ready: async (_port, pid) => saysReady(data, pid),
    url: (port) => `postgres://postern:${password}@127.0.0.1:${port}/postern`,
  });
}

/**
 * @param {string} data
 * @param {number} port
 * @param {boolean} durable
 */
function serverArguments(data, port, durable) {
  const settings = {
    listen_addresses: '127.0.0.1',
    // No socket: its path has a length limit that a deep folder exceeds.
    unix_socket_directories: '',
    max_connections: '200',
    // Compiling queries pays off in long reports only, and its library weighs 100 MB.
    jit: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return [
    '-D',
    data,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/**
 * As pg_ctl does it: the postmaster writes into its pid file when it accepts connections.
 * @param {string} data
 * @param {number} pid
 */
function saysReady(data, pid) {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}
