import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signIn } from './management-api.mjs';

/**
 * @typedef {object} Postern a running system of ours, with nothing in it but its first client
 * @property {string} tokenUrl
 * @property {import('./system.mjs').Part[]} parts
 * @property {import('./management-api.mjs').ManagementApi} api
 * @property {() => Promise<void>} stop
 *
 * @typedef {typeof import('../../system/start-system.mjs').startSystem} StartSystem
 */

/**
 * Starts the whole system on free ports, with a home of its own.
 * @param {{ tokens: number, trustedProxies?: string }} how with one replica of each other service
 * @param {import('../run-bench.mjs').Surroundings} surroundings
 * @returns {Promise<Postern>}
 */
export async function startPostern({ tokens, trustedProxies }, { startSystem, programs, folder, report }) {
  const system = await startSystem({
    home: mkdtempSync(join(folder, 'postern-')),
    replicas: { tokens },
    supervise: false,
    environment: { ...benchEnvironment(), ...(trustedProxies && { TRUSTED_PROXIES: trustedProxies }) },
    programs,
    report,
  });
  const administrator = JSON.parse(await readFile(system.adminFile, 'utf8'));
  const account = { clientId: administrator.client_id, clientSecret: administrator.client_secret };
  return {
    tokenUrl: `${system.url}/oauth2/token`,
    parts: partsOf(system),
    api: await signIn(system.url, account),
    stop: system.stop,
  };
}

/**
 * The user's environment without the servers that it names: what is measured has to be ours to count, and
 * thousands of clients are nothing to leave in somebody's database.
 */
function benchEnvironment() {
  const notOurs = /^((DATABASE|NATS|REDIS)_URL|ADMIN_)/;
  const settings = Object.entries(process.env).filter(([name]) => !notOurs.test(name));
  return { ...Object.fromEntries(settings), NODE_ENV: 'production' };
}

/** @param {Awaited<ReturnType<StartSystem>>} system */
function partsOf({ services, servers }) {
  return [
    ...services.map(({ name, pid }) => ({ name, pid })),
    ...Object.entries(servers).map(([name, { pid }]) => ({ name, pid })),
  ];
}
