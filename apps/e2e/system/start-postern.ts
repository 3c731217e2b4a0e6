import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testPrograms, type TestResources } from '@postern/testing';
import { testEnvironment } from '@postern/tools/servers';
import { addressOf, startTestSystem, type Ingress } from '@postern/tools/system';
import { OwnPostern } from './own-postern.js';
import { Postern, type AdminCredentials } from './postern.js';

interface Options {
  readonly durable?: boolean;
  readonly issuer?: string;
  readonly home?: string;
  readonly root?: string;
  readonly ingress?: Ingress;
}

/**
 * Starts the built system with two replicas of each service behind one gateway, for one test file.
 *
 * @param settings of the services, beside those that switch limits off; nothing of our own environment reaches them
 * @param options.durable for tests in which Postgres is killed; slower
 * @param options.issuer unless the gateway's own address
 * @param options.root the checkout whose build is started, unless it is this one
 * @param options.ingress through which two gateways are reached, in place of one
 * @param options.home with what an earlier system has left there, unless it is a new one
 */
export async function startPostern(
  resources: TestResources,
  settings: Readonly<Record<string, string>> = {},
  { home = '', ingress, ...options }: Options = {},
): Promise<OwnPostern> {
  home ||= join(await resources.folder(), 'home');
  const before = ingress && { issuer: ingress.url, gateways: 2 };
  const programs = await testPrograms();
  const system = await startTestSystem({ home, settings, programs, ...before, ...options });
  resources.add(system, () => system.stop());
  const address = addressOf(home, system);
  if (ingress !== undefined) {
    const gateways = system.services.filter(({ name }) => name === 'gateway');
    ingress.passTo(gateways.map(({ url }) => url!));
    address.url = ingress.url;
  }
  return new OwnPostern(system, address, await adminOf(home));
}

/**
 * The system that other test files use too, at the same time: for tests that neither stop anything, nor change how it is
 * set, nor count what others do as well. It is an own one where a test file is run by itself.
 */
export async function sharedPostern(resources: TestResources): Promise<Postern> {
  const { system } = testEnvironment();
  return system === undefined ? startPostern(resources) : new Postern(system, await adminOf(system.home));
}

/** What the first start has made. */
async function adminOf(home: string): Promise<AdminCredentials> {
  return JSON.parse(await readFile(join(home, 'admin.json'), 'utf8')) as AdminCredentials;
}
