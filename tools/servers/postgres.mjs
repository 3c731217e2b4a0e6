import { chownSync, copyFileSync, chmodSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createCluster } from './postgres-cluster.mjs';
import { postgresHome } from './postgres-home.mjs';
import { endStalePostmaster } from './postgres-leftover.mjs';
import { passwordIn } from './password.mjs';
import { programEnvironment } from './program-environment.mjs';
import { startServer } from './server.mjs';

/** The configuration that Postern comes with. */
const shipped = new URL('../../docker/postgres/postgresql.conf', import.meta.url);
const unsafeSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts Postgres with the superuser `postern` and the database `postern`, which is created at the first
 * start in this folder.
 * @param {object} options
 * @param {import('./programs.mjs').Programs} options.programs
 * @param {string} options.folder
 * @param {string} [options.logFile]
 * @param {boolean} [options.durable] false for tests: faster, and a power cut may cost the data
 * @param {import('./server.mjs').TlsFiles} [options.tls] for tests
 * @returns {Promise<import('./server.mjs').Server>}
 * @throws {import('../report/problem.mjs').Problem}
 */
export async function startPostgres({
  programs,
  folder,
  logFile = join(folder, 'postgres.log'),
  durable = true,
  tls,
}) {
  const { postgres } = programs;
  const password = passwordIn(folder);
  const { home, user } = postgresHome(folder);
  const env = programEnvironment(postgres);
  const data = join(home, 'data');
  await endStalePostmaster(data);
  await createCluster({ program: postgres, home, data, user, password, durable });
  const tlsSettings = tls === undefined ? {} : tlsOf(tls, home, user);

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
      // Where the user that it runs as may read it.
      const configuration = join(home, 'postgresql.conf');
      copyFileSync(shipped, configuration);
      return {
        program: join(postgres.folder, 'postgres'),
        args: serverArguments(data, port, {
          config_file: configuration,
          ...(durable ? {} : unsafeSettings),
          ...tlsSettings,
        }),
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
 * @param {Record<string, string>} more
 */
function serverArguments(data, port, more) {
  const settings = {
    listen_addresses: '127.0.0.1',
    // No socket: its path has a length limit that a deep folder exceeds.
    unix_socket_directories: '',
    ...more,
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

/**
 * Postgres takes a key only from a file that is its own and closed to others.
 * @param {import('./server.mjs').TlsFiles} tls
 * @param {string} home
 * @param {import('./postgres-home.mjs').User | undefined} user
 */
function tlsOf({ certFile, keyFile }, home, user) {
  const files = { ssl_cert_file: join(home, 'server.crt'), ssl_key_file: join(home, 'server.key') };
  copyFileSync(certFile, files.ssl_cert_file);
  copyFileSync(keyFile, files.ssl_key_file);
  chmodSync(files.ssl_key_file, 0o600);
  if (user !== undefined) for (const file of Object.values(files)) chownSync(file, user.uid, user.gid);
  return { ssl: 'on', ...files };
}
