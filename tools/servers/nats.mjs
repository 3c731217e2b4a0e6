import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './ask.mjs';
import { passwordIn } from './password.mjs';
import { programEnvironment } from './program-environment.mjs';
import { startServer } from './server.mjs';
import { passwordOf, userOf } from './users.mjs';

const services = ['gateway', 'clients', 'tokens'];
/** Says what each may do. */
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
      writeFileSync(configuration, natsConfiguration({ port, store, password, version: nats.version, tls }), {
        mode: 0o600,
      });
      return {
        program: nats.program,
        args: ['--config', configuration],
        env: programEnvironment(nats),
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
 * @param {{ port: number, store: string, password: string, version: string, tls: import('./server.mjs').TlsFiles | undefined }} values
 */
function natsConfiguration({ port, store, password, version, tls }) {
  // Older releases write at once but leave it to the system when that reaches the disk.
  const canSyncAlways = Number(version.split('.')[0]) > 2 || Number(version.split('.')[1]) >= 10;
  return [
    `listen: "127.0.0.1:${port}"`,
    'max_payload: 1MB',
    // A service that hangs is left out of its queue group after three seconds, not after six minutes.
    'ping_interval: "1s"',
    'ping_max: 2',
    `jetstream { store_dir: ${JSON.stringify(store)}${canSyncAlways ? ', sync_interval: always' : ''} }`,
    ...(tls === undefined ? [] : [tlsBlock(tls)]),
    readFileSync(permissions, 'utf8'),
    'accounts { POSTERN {',
    'jetstream: $POSTERN_JETSTREAM',
    'users: [',
    userEntry('postern', password),
    ...services.map((service) => {
      const user = userOf(service);
      return userEntry(user, passwordOf(password, user), `, permissions: $POSTERN_${service.toUpperCase()}`);
    }),
    ']',
    '} }',
    '',
  ].join('\n');
}

/** @param {string} user @param {string} password @param {string} more */
function userEntry(user, password, more = '') {
  return `{ user: ${user}, password: ${JSON.stringify(password)}${more} }`;
}

/** @param {import('./server.mjs').TlsFiles} tls */
function tlsBlock({ certFile, keyFile, clientCaFile }) {
  const files = {
    cert_file: certFile,
    key_file: keyFile,
    ca_file: clientCaFile,
    verify: clientCaFile && true,
  };
  return `tls ${JSON.stringify(files)}`;
}
