import { execFile } from 'node:child_process';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { buildRelease, checkout, findPreviousRelease } from '@postern/tools/releases';
import { asUser } from '@postern/tools/servers';
import { startIngress, type Ingress } from '@postern/tools/system';
import type { OwnPostern } from '../system/own-postern.js';
import type { ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { Traffic } from '../system/traffic.js';

const BUILDING_MS = 10 * 60_000;
const release = await findPreviousRelease();
const resources = new TestResources();
let ingress: Ingress;
let postern: OwnPostern;
let previous: string;
/** Leads to the release from which replicas are started. */
let root: string;
let client: ApplicationClient;
let token: string;

async function startFrom(folder: string): Promise<void> {
  await rm(root, { force: true });
  await symlink(folder, root);
}

/** As the migration job of this release does it, while the previous one is serving. */
async function migrate(service: 'clients' | 'tokens'): Promise<void> {
  const env = {
    DATABASE_URL: asUser(postern.address.databaseUrl, 'postern_migrations'),
    DATABASE_SERVICE_ROLE: `postern_${service}`,
  };
  await promisify(execFile)(process.execPath, [join(checkout, 'apps', service, 'dist', 'migrate.js')], {
    env,
  });
}

/** One replica of each service after the other, with both releases at work after each but the last. */
async function replaceReplicas(numbers: readonly number[], traffic: Traffic): Promise<void> {
  for (const index of numbers) {
    for (const name of ['gateway', 'tokens', 'clients'] as const) {
      await postern.replicas(name)[index]!.restart();
      await eventually('the ingress sees both gateways', () => ingress.ready() === 2);
      await traffic.goesOn(10);
    }
  }
}

async function expectAllAnswered(work: (traffic: Traffic) => Promise<void>): Promise<void> {
  const traffic = new Traffic(postern);
  await traffic.goesOn();
  try {
    await work(traffic);
  } finally {
    await traffic.end();
  }
  expect([...traffic.wrong, ...traffic.unanswered]).toEqual([]);
  expect((await postern.whoami(token)).status).toBe(200);
  expect((await postern.requestToken(client)).status).toBe(200);
}

const title = release.tag ?? `the previous release, of which nothing is known: ${release.reason}`;
(release.tag === undefined ? describe.skip : describe)(`this release beside ${title}`, () => {
  beforeAll(async () => {
    previous = await buildRelease(release.tag!);
    root = join(await resources.folder(), 'release');
    await startFrom(previous);
    ingress = resources.add(await startIngress(), (one) => one.close());
    postern = await startPostern(resources, { SHUTDOWN_DELAY_SECONDS: '3' }, { root, ingress });
    client = await postern.createClient();
    token = await postern.accessToken(client);
  }, BUILDING_MS);
  afterAll(() => resources.release());

  it('55: migrates while that one serves, which fails no request', async () => {
    await expectAllAnswered(async (traffic) => {
      await Promise.all([migrate('clients'), migrate('tokens')]);
      await traffic.goesOn();
    });
  });

  it('55: takes over replica by replica, and fails no request', async () => {
    await startFrom(checkout);
    await expectAllAnswered((traffic) => replaceReplicas([0, 1], traffic));
  });

  it('55: leaves a system to which that one can return, replica by replica', async () => {
    await startFrom(previous);
    await expectAllAnswered((traffic) => replaceReplicas([0, 1], traffic));
  });
});
