import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './ask.mjs';
import { passwordIn } from './password.mjs';
import { programEnvironment } from './program-environment.mjs';
import { startServer } from './server.mjs';
import { passwordOf, userOf } from './users.mjs';

const rights = new URL('../../docker/redis/users.conf', import.meta.url);

/**
 * Starts Redis as a cache: it keeps nothing when it stops, and drops what was used least when it is full. Its
 * administrator may do everything there; the token service has a user of its own.
 * @param {{ programs: import('./programs.mjs').Programs, folder: string, logFile?: string }} options
 * @returns {Promise<import('./server.mjs').Server>}
 * @throws {import('../report/problem.mjs').Problem}
 */
export function startRedis({ programs, folder, logFile = join(folder, 'redis.log') }) {
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
      writeFileSync(join(folder, 'redis.conf'), redisConfiguration(port, password), { mode: 0o600 });
      // By its name within the folder: Redis would take a space in the path for the end of it.
      return { program: redis.program, args: ['./redis.conf'], env: programEnvironment(redis), cwd: folder };
    },
    ready: (port) => answers(port, `AUTH ${password}\r\nPING\r\n`, /\+PONG\r\n/),
    url: (port) => `redis://:${password}@127.0.0.1:${port}`,
  });
}

/**
 * @param {number} port
 * @param {string} password
 */
function redisConfiguration(port, password) {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `user default on >${password} ~* &* +@all`,
    readFileSync(rights, 'utf8').replace('$TOKENS_PASSWORD', passwordOf(password, userOf('tokens'))),
    'maxmemory 256mb',
    'maxmemory-policy allkeys-lru',
    'save ""',
    'appendonly no',
    'daemonize no',
    'supervised no',
    '',
  ].join('\n');
}
