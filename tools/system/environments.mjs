import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../report/problem.mjs';
import { connections } from './connections.mjs';
import { ensureKeyFile } from './key-file.mjs';

/**
 * @typedef {NodeJS.ProcessEnv} Environment
 * @typedef {'clients' | 'tokens' | 'gateway'} ServiceName
 */

// What one service may know and another may not, and what is ours or npm's own.
const handedOutOneByOne =
  /^(npm_.*|POSTERN_.*|INIT_CWD|(MONITORING_)?PORT|HOST|ISSUER|((DATABASE|REDIS|NATS)_(URL|CA)|NATS_(CERTIFICATE|KEY)|DATABASE_SERVICE_ROLE|KEY_ENCRYPTION_KEY(_PREVIOUS)?|ADMIN_\w+)(_FILE)?)$/;

/**
 * The environment of each process: the user's own, since any setting of any service may be in it, without the
 * credentials of what that process has no business with.
 * @param {object} options
 * @param {Environment} options.environment the user's
 * @param {string} options.home
 * @param {string} options.issuer
 * @param {Record<import('./servers.mjs').ServerName, string>} options.urls
 * @param {Partial<Record<import('./servers.mjs').ServerName, unknown>>} options.servers those of them that are ours
 * @returns {Record<ServiceName | 'firstStart' | 'migrateClients' | 'migrateTokens', Environment>}
 */
export function serviceEnvironments({ environment, home, issuer, urls, servers }) {
  const settings = Object.entries(environment).filter(([name]) => !handedOutOneByOne.test(name));
  const all = { ...Object.fromEntries(settings), ISSUER: issuer };
  const { gateway, clients, tokens, migrateClients, migrateTokens } = connections({
    environment,
    urls,
    servers,
  });
  /** @param {ServiceName} service */
  const key = (service) => keyOf(service, environment, home);
  const ofClients = { ...all, ...clients, ...key('clients') };
  return {
    migrateClients: { ...all, ...migrateClients },
    migrateTokens: { ...all, ...migrateTokens },
    clients: ofClients,
    tokens: { ...all, ...tokens, ...key('tokens') },
    gateway: { ...all, ...gateway },
    firstStart: { ...ofClients, ...startingWith('ADMIN_', environment), ADMIN_FILE: adminFile(home) },
  };
}

/** @param {string} home */
export function adminFile(home) {
  return join(home, 'admin.json');
}

/**
 * @param {Environment} environment
 * @param {string} name
 * @returns {string | undefined} its value, from the file that `NAME_FILE` names if it is not given itself
 * @throws {Problem}
 */
export function secretFrom(environment, name) {
  const [value, file] = [environment[name], environment[`${name}_FILE`]];
  if (value !== undefined || file === undefined) return value;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Problem(`${name}_FILE cannot be read: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * @param {ServiceName} service
 * @param {Environment} environment
 * @param {string} home
 * @returns {Environment} the user's key if there is one, else one that is made for this service
 */
function keyOf(service, environment, home) {
  const given = startingWith('KEY_ENCRYPTION_KEY', environment);
  if (given['KEY_ENCRYPTION_KEY'] !== undefined || given['KEY_ENCRYPTION_KEY_FILE'] !== undefined)
    return given;
  return { ...given, KEY_ENCRYPTION_KEY_FILE: ensureKeyFile(join(home, 'keys', `${service}.key`)) };
}

/**
 * @param {string} prefix
 * @param {Environment} environment
 */
function startingWith(prefix, environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith(prefix)));
}
