import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testPrograms, type TestResources } from '@postern/testing';
import { startSystem } from '@postern/tools/system';
import { Postern, type AdminCredentials } from './postern.js';

/** What one test gets wrong shall slow down no other. */
const NO_LIMITS = {
  FAILED_AUTHENTICATIONS_PER_MINUTE_PER_CLIENT_AND_ADDRESS: '0',
  FAILED_AUTHENTICATIONS_PER_MINUTE_PER_ADDRESS: '0',
  FAILED_SIGN_INS_PER_MINUTE_PER_EMAIL_AND_ADDRESS: '0',
  FAILED_SIGN_INS_PER_MINUTE_PER_ADDRESS: '0',
};

interface Options {
  readonly durable?: boolean;
  readonly issuer?: string;
}

/**
 * Starts the built system with two replicas of each service behind one gateway, for one test file.
 *
 * @param settings of the services, beside those that switch limits off; nothing of our own environment reaches them
 * @param options.durable for tests in which Postgres is killed; slower
 * @param options.issuer unless the gateway's own address
 */
export async function startPostern(
  resources: TestResources,
  settings: Readonly<Record<string, string>> = {},
  { durable = false, ...options }: Options = {},
): Promise<Postern> {
  const home = join(await resources.folder(), 'home');
  const system = await startSystem({
    home,
    port: 0,
    replicas: { clients: 2, tokens: 2, gateway: 1 },
    durable,
    ...options,
    supervise: false,
    programs: await testPrograms(),
    environment: { LOG_FORMAT: 'json', ...NO_LIMITS, ...settings },
  });
  resources.add(system, () => system.stop());
  const admin = JSON.parse(await readFile(system.adminFile, 'utf8')) as AdminCredentials;
  return new Postern(system, home, admin);
}
