import { asReport } from '../report/report.mjs';
import { checkout } from '../workspace/checkout.mjs';
import { holdAddress, localUrl } from './address.mjs';
import { adminFile, serviceEnvironments } from './environments.mjs';
import { openHome } from './home.mjs';
import { prepareData } from './prepare-data.mjs';
import { allOrError, startServers } from './servers.mjs';
import { startServices, stopServices } from './services.mjs';
import { supervise } from './supervision.mjs';

/**
 * @typedef {object} SystemOptions
 * @property {string} home the folder in which it keeps its state
 * @property {number} [port] of the first gateway; 0, and unless given, any free one
 * @property {string} [host] 127.0.0.1 unless given
 * @property {string} [issuer] `http://127.0.0.1:<port>` unless given
 * @property {Partial<Record<import('./environments.mjs').ServiceName, number>>} [replicas] one each unless given
 * @property {boolean} [durable] false for tests: faster, and a power cut may cost the data
 * @property {boolean} [supervise] false for tests: what dies stays dead
 * @property {NodeJS.ProcessEnv} [environment] our own unless given
 * @property {import('../servers/programs.mjs').Programs} [programs] looked for, and installed, unless given
 * @property {import('../report/report.mjs').Report | ((line: string) => void)} [report]
 * @property {string} [root] the checkout whose services are started; the one this file is in unless given
 */

/**
 * @typedef {object} System
 * @property {string} issuer
 * @property {string} url at which this machine reaches the first gateway
 * @property {string} adminFile
 * @property {Record<import('./servers.mjs').ServerName, string>} urls of the servers, with user and password
 * @property {Partial<Record<import('./servers.mjs').ServerName, import('./servers.mjs').Server>>} servers
 *   those that were started here; a server whose URL was given is not among them
 * @property {import('./service.mjs').Service[]} services
 * @property {() => Promise<void>} stop ends everything in order: gateways, tokens, clients, servers
 */

/**
 * Starts the whole system; resolves when it answers requests. The services have to be built.
 * @param {SystemOptions} options
 * @returns {Promise<System>}
 * @throws {import('../report/problem.mjs').Problem} when it does not come up; nothing is left running then
 */
export async function startSystem(options) {
  const { home, host = '127.0.0.1', replicas = {}, environment = process.env, root = checkout } = options;
  const report = asReport(options.report);
  /** @type {System['servers']} */
  const servers = {};
  /** @type {System['services']} */
  const services = [];
  /** @type {Array<() => unknown>} */
  const undo = [await openHome(home)];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };

  try {
    // Held from the beginning: the services have to know the issuer, and with it the port.
    const address = await holdAddress(host, options.port ?? 0);
    undo.push(address.release);
    const issuer = options.issuer ?? `http://127.0.0.1:${address.port}`;

    undo.push(() => allOrError(Object.values(servers).map((server) => server.stop())));
    const { durable = true, programs } = options;
    const urls = await startServers({ home, environment, durable, programs, report, servers });

    const environments = serviceEnvironments({ environment, home, issuer, urls, servers });
    const preparing = { doing: 'Preparing the database', done: 'Database prepared' };
    await report.step(preparing, () => prepareData(root, environments));

    undo.push(() => stopServices(services));
    const starting = { doing: 'Starting the services', done: 'Services started' };
    const system = { root, home, host, address, replicas, environments, services };
    await report.step(starting, () => startServices(system));

    if (options.supervise !== false) undo.push(supervise([...Object.values(servers), ...services], report));
    const url = localUrl(host, address.port);
    return { issuer, url, adminFile: adminFile(home), urls, servers, services, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
