import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signIn } from './management-api.mjs';

/**
 * @typedef {object} Postern a running system of ours, with nothing in it but its first client
 * @property {string} tokenUrl
 * @property {import('./system.mjs').Part[]} parts
 * @property {import('./management-api.mjs').ManagementApi} api
 * @property {import('../../system/service.mjs').Service[]} services
 * @property {() => Promise<void>} stop
 *
 * @typedef {typeof import('../../system/start-system.mjs').startSystem} StartSystem
 */

/**
 * Starts the whole system on free ports, with a home of its own.
 * @param {{ tokens: number, trustedProxies?: string, ingress?: import('../../system/ingress.mjs').Ingress }} how with one
 *   replica of each other service, or two where there is an ingress before them
 * @param {import('../run-bench.mjs').Surroundings} surroundings
 * @returns {Promise<Postern>}
 */
export async function startPostern(
  { tokens, trustedProxies, ingress },
  { startSystem, programs, folder, report },
) {
  const system = await startSystem({
    home: mkdtempSync(join(folder, 'postern-')),
    replicas: ingress ? { tokens, clients: 2, gateway: 2 } : { tokens },
    supervise: false,
    environment: {
      ...benchEnvironment(),
      ...(trustedProxies && { TRUSTED_PROXIES: trustedProxies }),
      ...(ingress && { SHUTDOWN_DELAY_SECONDS: '1' }),
    },
    ...(ingress && { issuer: ingress.url }),
    programs,
    report,
  });
  const administrator = JSON.parse(await readFile(system.adminFile, 'utf8'));
  const account = { clientId: administrator.client_id, clientSecret: administrator.client_secret };
  const { services } = system;
  ingress?.passTo(services.flatMap(({ url }) => url ?? []));
  const { url } = ingress ?? system;
  return {
    tokenUrl: `${url}/oauth2/token`,
    parts: partsOf(system),
    api: await signIn(url, account),
    services,
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
