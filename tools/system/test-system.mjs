import { startSystem } from './start-system.mjs';

/** What one test gets wrong shall slow down no other. */
const noLimits = {
  FAILED_AUTHENTICATIONS_PER_MINUTE_PER_CLIENT_AND_ADDRESS: '0',
  FAILED_AUTHENTICATIONS_PER_MINUTE_PER_ADDRESS: '0',
  FAILED_SIGN_INS_PER_MINUTE_PER_EMAIL_AND_ADDRESS: '0',
  FAILED_SIGN_INS_PER_MINUTE_PER_ADDRESS: '0',
};

/**
 * Starts the built system for tests, with two replicas of each service behind one gateway unless more are asked for. Nothing of our own
 * environment reaches it.
 * @param {Pick<import('./start-system.mjs').SystemOptions, 'home' | 'programs' | 'durable' | 'issuer' | 'root'> & {
 *   gateways?: number,
 *   settings?: Readonly<Record<string, string>>,
 * }} options `settings` of the services, beside those that switch limits off; `durable` for tests in which Postgres is
 *   killed; slower
 * @returns {Promise<import('./start-system.mjs').System>}
 * @throws {import('../report/problem.mjs').Problem} when it does not come up
 */
export function startTestSystem({ settings, gateways = 1, durable = false, ...options }) {
  return startSystem({
    ...options,
    port: 0,
    replicas: { clients: 2, tokens: 2, gateway: gateways },
    durable,
    supervise: false,
    environment: { LOG_FORMAT: 'json', ...noLimits, ...settings },
  });
}

/**
 * Where tests find a system, in plain JSON.
 * @typedef {object} SystemAddress
 * @property {string} issuer
 * @property {string} url
 * @property {string} home
 * @property {string} databaseUrl
 * @property {string} redisUrl
 */

/**
 * @param {string} home
 * @param {import('./start-system.mjs').System} system
 * @returns {SystemAddress}
 */
export function addressOf(home, { issuer, url, urls }) {
  return { home, issuer, url, databaseUrl: urls.postgres, redisUrl: urls.redis };
}
