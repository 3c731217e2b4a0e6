import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from './ask.mjs';
import { programEnvironment } from './program-environment.mjs';
import { startServer } from './server.mjs';

/**
 * Starts nginx as one process that keeps all that it writes in its folder.
 * @param {object} options
 * @param {Pick<import('./programs.mjs').Programs, 'nginx'>} options.programs
 * @param {string} options.folder
 * @param {(port: number) => string} options.http what stands inside `http { }`, with a server that listens on the port
 * @returns {Promise<import('./server.mjs').Server>}
 * @throws {import('../report/problem.mjs').Problem}
 */
export function startNginx({ programs: { nginx }, folder, http }) {
  if (nginx === undefined) throw new Error('nginx is not among the programs.');
  mkdirSync(folder, { recursive: true, mode: 0o700 });

  return startServer({
    name: 'nginx',
    folder,
    logFile: join(folder, 'nginx.log'),
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    command: (port) => {
      writeFileSync(join(folder, 'nginx.conf'), nginxConfiguration(http(port)), { mode: 0o600 });
      const args = ['-p', './', '-e', 'stderr', '-c', 'nginx.conf'];
      return { program: nginx.program, args, env: programEnvironment(nginx), cwd: folder };
    },
    ready: (port) => answers(port, 'GET / HTTP/1.0\r\n\r\n', /^HTTP\/1\.1 \d{3} /),
    url: (port) => `http://127.0.0.1:${port}`,
  });
}

/** @param {string} http */
function nginxConfiguration(http) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    'daemon off;',
    // The worker of a master that root starts is another user, who may not write to our folder.
    'master_process off;',
    'pid nginx.pid;',
    'error_log stderr info;',
    'events {}',
    'http {',
    'access_log off;',
    ...temporary.map((name) => `${name}_temp_path ${name};`),
    http,
    '}',
    '',
  ].join('\n');
}
