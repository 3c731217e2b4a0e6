import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './ask.mjs';
import { passwordIn } from './password.mjs';
import { programEnvironment } from './program-environment.mjs';
import { startServer } from './server.mjs';
import { passwordOf, userOf } from './users.mjs';

/** The configuration that Postern comes with, and what that includes. */
const shipped = new URL('../../docker/nats/nats.conf', import.meta.url);
const permissions = new URL('../../docker/nats/permissions.conf', import.meta.url);

/**
 * Starts NATS with JetStream; streams are kept in the folder. Its administrator, `postern`, may do everything there; each
 * service has a user of its own.
 * @param {object} options
 * @param {import('./programs.mjs').Programs} options.programs
 * @param {string} options.folder
 * @param {string} [options.logFile]
 * @param {import('./server.mjs').TlsFiles} [options.tls] for tests
 * @returns {Promise<import('./server.mjs').Server>}
 * @throws {import('../report/problem.mjs').Problem}
 */
export function startNats({ programs, folder, logFile = join(folder, 'nats.log'), tls }) {
  const { nats } = programs;
  const password = passwordIn(folder);
  const configuration = join(folder, 'nats.conf');
  const store = join(folder, 'jetstream');
  const login = JSON.stringify({ user: 'postern', pass: password, verbose: false, pedantic: false });
  mkdirSync(store, { recursive: true, mode: 0o700 });

  return startServer({
    name: 'nats',
    folder,
    logFile,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    command: (port) => {
      writeFileSync(configuration, natsConfiguration(store, password, nats.version), { mode: 0o600 });
      copyFileSync(permissions, join(folder, 'permissions.conf'));
      return {
        program: nats.program,
        args: [
          '--config',
          configuration,
          '--addr',
          '127.0.0.1',
          '--port',
          String(port),
          ...tlsArguments(tls),
        ],
        env: { ...programEnvironment(nats), ...servicePasswords(password) },
        cwd: folder,
      };
    },
    // Before TLS it says no more than that it is there.
    ready: (port) =>
      tls === undefined
        ? answers(port, `CONNECT ${login}\r\nPING\r\n`, /PONG\r\n/)
        : answers(port, '', /^INFO /),
    url: (port) => `${tls === undefined ? 'nats' : 'tls'}://postern:${password}@127.0.0.1:${port}`,
  });
}

/**
 * The configuration that Postern comes with, with a folder of this machine and the administrator.
 * @param {string} store
 * @param {string} password the administrator's
 * @param {string} version
 */
function natsConfiguration(store, password, version) {
  const text = readFileSync(shipped, 'utf8')
    .replace('"/data"', () => JSON.stringify(store))
    .replace('users: [', `$&\n      { user: postern, password: ${JSON.stringify(password)} }`);
  // Older releases do not know of it: they leave it to the system when something reaches the disk.
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || minor >= 10 ? text : text.replace(/^ *sync_interval: .*\n/m, '');
}

/**
 * @param {string} password the administrator's
 * @returns {NodeJS.ProcessEnv} in quotes, since NATS takes each for a piece of its configuration
 */
function servicePasswords(password) {
  const entries = ['gateway', 'clients', 'tokens'].map((service) => [
    `NATS_${service.toUpperCase()}_PASSWORD`,
    JSON.stringify(passwordOf(password, userOf(service))),
  ]);
  return Object.fromEntries(entries);
}

/** @param {import('./server.mjs').TlsFiles | undefined} tls */
function tlsArguments(tls) {
  if (tls === undefined) return [];
  const { certFile, keyFile, clientCaFile } = tls;
  const verifying = clientCaFile === undefined ? [] : ['--tlsverify', '--tlscacert', clientCaFile];
  return ['--tls', '--tlscert', certFile, '--tlskey', keyFile, ...verifying];
}
