import { join } from 'node:path';
import { findPrograms } from '../servers/find-programs.mjs';
import { startNats } from '../servers/nats.mjs';
import { startPostgres } from '../servers/postgres.mjs';
import { startRedis } from '../servers/redis.mjs';
import { requirements, serverNames } from '../servers/requirements.mjs';
import { secretFrom } from './environments.mjs';

/**
 * @typedef {import('../servers/programs.mjs').ServerName} ServerName
 * @typedef {import('../servers/server.mjs').Server} Server
 */

/**
 * Starts the servers whose URL is not given.
 * @param {object} options
 * @param {string} options.home
 * @param {NodeJS.ProcessEnv} options.environment
 * @param {boolean} options.durable
 * @param {import('../servers/programs.mjs').Programs | undefined} options.programs looked for unless given
 * @param {import('../report/report.mjs').Report} options.report
 * @param {Partial<Record<ServerName, Server>>} options.servers where each is put as soon as it is up
 * @returns {Promise<Record<ServerName, string>>} the URLs of all, given or ours
 * @throws {import('../report/problem.mjs').Problem}
 */
export async function startServers({ home, environment, durable, report, servers, ...options }) {
  /** @type {Partial<Record<ServerName, string>>} */
  const urls = {};
  for (const name of serverNames) {
    const given = secretFrom(environment, requirements[name].urlVariable);
    if (given !== undefined) urls[name] = given;
  }
  const needed = serverNames.filter((name) => urls[name] === undefined);
  if (needed.length > 0) {
    const programs = options.programs ?? (await findPrograms({ home, needed, report }));
    const titles = needed.map((name) => requirements[name].title).join(', ');
    await report.step({ doing: `Starting ${titles}`, done: `${titles} started` }, () =>
      allOrError(
        needed.map(async (name) => {
          const folder = join(home, name);
          const server = await starters[name]({
            programs,
            folder,
            durable,
            logFile: join(home, 'logs', `${name}.log`),
          });
          urls[name] = server.url;
          servers[name] = server;
        }),
      ),
    );
  }
  return /** @type {Record<ServerName, string>} */ (urls);
}

const starters = { postgres: startPostgres, nats: startNats, redis: startRedis };

/**
 * Waits for all even when one fails: what comes up late has to be known to be stopped.
 * @param {Promise<void>[]} work
 */
export async function allOrError(work) {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
