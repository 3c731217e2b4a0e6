import { freePort, reservePort } from '../processes/ports.mjs';
import { localUrl } from './address.mjs';
import { allOrError } from './servers.mjs';
import { startService } from './service.mjs';

/**
 * @typedef {import('./environments.mjs').ServiceName} ServiceName
 * @typedef {import('./service.mjs').Service} Service
 * @typedef {Pick<import('./service.mjs').ServiceOptions, 'env' | 'url' | 'monitoringUrl'>} Started
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
  /** @param {ServiceName} name @param {number} index @param {Started} options */
  const start = async (name, index, options) => {
    services.push(await startService({ name, replica: index + 1, root, home, ...options }));
  };
  /** @param {ServiceName} name */
  const indexes = (name) => [...Array(replicas[name] ?? 1).keys()];
  /** @param {'clients' | 'tokens'} name */
  const behindGateway = (name) =>
    indexes(name).map(async (index) => {
      const port = await freePort();
      const env = { ...environments[name], MONITORING_PORT: String(port) };
      await start(name, index, { env, monitoringUrl: localUrl('127.0.0.1', port) });
    });

  await allOrError([...behindGateway('clients'), ...behindGateway('tokens')]);
  await allOrError(
    indexes('gateway').map(async (index) => {
      const { port, release } = index === 0 ? address : await reservePort(host);
      await release();
      const env = { ...environments.gateway, HOST: host, PORT: String(port) };
      const url = localUrl(host, port);
      await start('gateway', index, { env, url, monitoringUrl: url });
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
