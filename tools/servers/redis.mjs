import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './ask.mjs';
import { passwordIn } from './password.mjs';
import { programEnvironment } from './program-environment.mjs';
import { startServer } from './server.mjs';
import { passwordOf, userOf } from './users.mjs';

/** The configuration that Postern comes with. */
const shipped = ['redis.conf', 'users.conf'].map(
  (file) => new URL(`../../docker/redis/${file}`, import.meta.url),
);

/**
 * Starts Redis as a cache: it keeps nothing when it stops, and drops what was used least when it is full. Its
 * administrator, `postern`, may do everything there; the token service has a user of its own.
 * @param {object} options
 * @param {import('./programs.mjs').Programs} options.programs
 * @param {string} options.folder
 * @param {string} [options.logFile]
 * @param {import('./server.mjs').TlsFiles} [options.tls] for tests
 * @returns {Promise<import('./server.mjs').Server>}
 * @throws {import('../report/problem.mjs').Problem}
 */
export function startRedis({ programs, folder, logFile = join(folder, 'redis.log'), tls }) {
  const { redis } = programs;
  const password = passwordIn(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });

  return startServer({
    name: 'redis',
    folder,
    logFile,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    command: (port) => {
      writeFileSync(join(folder, 'redis.conf'), redisConfiguration(port, password, tls), { mode: 0o600 });
      // By its name within the folder: Redis would take a space in the path for the end of it.
      return { program: redis.program, args: ['./redis.conf'], env: programEnvironment(redis), cwd: folder };
    },
    ready: (port) => answers(port, `AUTH postern ${password}\r\nPING\r\n`, /\+PONG\r\n/, tls !== undefined),
    url: (port) => `${tls === undefined ? 'redis' : 'rediss'}://postern:${password}@127.0.0.1:${port}`,
  });
}

/**
 * @param {number} port
 * @param {string} password
 * @param {import('./server.mjs').TlsFiles | undefined} tls
 */
function redisConfiguration(port, password, tls) {
  const tokens = createHash('sha256')
    .update(passwordOf(password, userOf('tokens')))
    .digest('hex');
  return [
    ...shipped.map((file) => readFileSync(file, 'utf8').replace('$REDIS_TOKENS_PASSWORD_SHA256', tokens)),
    `user postern on >${password} ~* &* +@all`,
    'bind 127.0.0.1',
    ...(tls === undefined ? [`port ${port}`] : tlsLines(port, tls)),
    '',
  ].join('\n');
}

/**
 * @param {number} port
 * @param {import('./server.mjs').TlsFiles} tls
 */
function tlsLines(port, { certFile, keyFile }) {
  return [
    'port 0',
    `tls-port ${port}`,
    `tls-cert-file "${certFile}"`,
    `tls-key-file "${keyFile}"`,
    'tls-auth-clients no',
  ];
}
