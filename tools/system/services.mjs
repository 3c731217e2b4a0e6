import { reservePort } from '../processes/ports.mjs';
import { localUrl } from './address.mjs';
import { allOrError } from './servers.mjs';
import { startService } from './service.mjs';

/**
 * @typedef {import('./environments.mjs').ServiceName} ServiceName
 * @typedef {import('./service.mjs').Service} Service
 */

/**
 * Starts the replicas of all services: first those behind the gateway, then the gateways.
 * @param {object} options
 * @param {string} options.root the checkout
 * @param {string} options.home
 * @param {string} options.host that the gateways listen on
 * @param {{ port: number, release: () => Promise<void> }} options.address held for the first gateway
 * @param {Partial<Record<ServiceName, number>>} options.replicas one each unless given
 * @param {Record<ServiceName, NodeJS.ProcessEnv>} options.environments
 * @param {Service[]} options.services where each is put as soon as it is up
 * @throws {import('../report/problem.mjs').Problem}
 */
export async function startServices({ root, home, host, address, replicas, environments, services }) {
  /** @param {ServiceName} name @param {number} index @param {{ env: NodeJS.ProcessEnv, url?: string }} options */
  const start = async (name, index, options) => {
    services.push(await startService({ name, replica: index + 1, root, home, ...options }));
  };
  /** @param {ServiceName} name */
  const indexes = (name) => [...Array(replicas[name] ?? 1).keys()];
  /** @param {'clients' | 'tokens'} name */
  const behindGateway = (name) =>
    indexes(name).map((index) => start(name, index, { env: environments[name] }));

  await allOrError([...behindGateway('clients'), ...behindGateway('tokens')]);
  await allOrError(
    indexes('gateway').map(async (index) => {
      const { port, release } = index === 0 ? address : await reservePort(host);
      await release();
      const env = { ...environments.gateway, HOST: host, PORT: String(port) };
      await start('gateway', index, { env, url: localUrl(host, port) });
    }),
  );
}

/**
 * Ends them in the order in which requests pass through them.
 * @param {readonly Service[]} services
 */
export async function stopServices(services) {
  for (const name of ['gateway', 'tokens', 'clients']) {
    await allOrError(services.filter((service) => service.name === name).map((service) => service.stop()));
  }
}
