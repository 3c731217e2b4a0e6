import { asUser, userOf } from '../servers/users.mjs';

/**
 * @typedef {import('./servers.mjs').ServerName} ServerName
 * @typedef {'gateway' | 'clients' | 'tokens' | 'migrateClients' | 'migrateTokens'} Connecting a process that does
 */

/**
 * By which settings each process reaches its servers. One of ours knows each as a user of its own, with the rights that
 * it needs; at another, all are whoever its URL names.
 * @param {Record<ServerName, string>} urls
 * @param {Partial<Record<ServerName, unknown>>} servers those that are ours
 * @returns {Record<Connecting, NodeJS.ProcessEnv>}
 */
export function connections(urls, servers) {
  /** @param {ServerName} server @param {string} user */
  const urlAs = (server, user) =>
    servers[server] === undefined ? urls[server] : asUser(urls[server], userOf(user));
  /** @param {string} service */
  const nats = (service) => ({ NATS_URL: urlAs('nats', service) });
  /** @param {string} user */
  const postgres = (user) => ({ DATABASE_URL: urlAs('postgres', user) });
  /** @param {string} service */
  const migration = (service) => ({
    ...postgres('migrations'),
    ...(servers.postgres === undefined ? {} : { DATABASE_SERVICE_ROLE: userOf(service) }),
  });
  return {
    gateway: nats('gateway'),
    clients: { ...nats('clients'), ...postgres('clients') },
    tokens: { ...nats('tokens'), ...postgres('tokens'), REDIS_URL: urlAs('redis', 'tokens') },
    migrateClients: migration('clients'),
    migrateTokens: migration('tokens'),
  };
}
