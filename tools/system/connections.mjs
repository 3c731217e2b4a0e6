import { asUser, userOf } from '../servers/users.mjs';

/**
 * @typedef {import('./servers.mjs').ServerName} ServerName
 * @typedef {NodeJS.ProcessEnv} Environment
 * @typedef {'gateway' | 'clients' | 'tokens' | 'migrateClients' | 'migrateTokens'} Connecting a process that does
 */

/** What else than a URL says how to reach a server. */
const tlsFiles = {
  nats: ['NATS_CA_FILE', 'NATS_CERTIFICATE_FILE', 'NATS_KEY_FILE'],
  postgres: ['DATABASE_CA_FILE'],
  redis: ['REDIS_CA_FILE'],
};

/**
 * By which settings each process reaches its servers. One of ours knows each as a user of its own, with the rights that
 * it needs; at another, all are whoever its URL names.
 * @param {object} options
 * @param {Environment} options.environment the user's
 * @param {Record<ServerName, string>} options.urls
 * @param {Partial<Record<ServerName, unknown>>} options.servers those that are ours
 * @returns {Record<Connecting, Environment>}
 */
export function connections({ environment, urls, servers }) {
  /** @param {string} variable @param {ServerName} server @param {string} user */
  const way = (variable, server, user) => {
    if (servers[server] !== undefined) return { [variable]: asUser(urls[server], userOf(user)) };
    const files = tlsFiles[server].filter((name) => environment[name] !== undefined);
    return {
      [variable]: urls[server],
      ...Object.fromEntries(files.map((name) => [name, environment[name]])),
    };
  };
  /** @param {string} service */
  const nats = (service) => way('NATS_URL', 'nats', service);
  /** @param {string} user */
  const postgres = (user) => way('DATABASE_URL', 'postgres', user);
  /** @param {string} service */
  const migration = (service) => ({
    ...postgres('migrations'),
    ...(servers.postgres === undefined ? {} : { DATABASE_SERVICE_ROLE: userOf(service) }),
  });
  return {
    gateway: nats('gateway'),
    clients: { ...nats('clients'), ...postgres('clients') },
    tokens: { ...nats('tokens'), ...postgres('tokens'), ...way('REDIS_URL', 'redis', 'tokens') },
    migrateClients: migration('clients'),
    migrateTokens: migration('tokens'),
  };
}
