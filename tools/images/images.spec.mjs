import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { testPrograms } from '../fixtures/programs.mjs';
import { temporaryFolder } from '../fixtures/small-checkout.mjs';
import { freePort } from '../processes/ports.mjs';
import { asReport } from '../report/report.mjs';
import { connections } from '../system/connections.mjs';
import { allOrError, startServers } from '../system/servers.mjs';
import { checkout } from '../workspace/checkout.mjs';
import { buildImages } from './build-images.mjs';
import { ImageRuns } from './image-runs.mjs';
import { filesOf, packagesOf, sizeOf } from './image-contents.mjs';
import { makeReadOnly, makeRemovable, namespaceOf, userOf } from './run-image.mjs';

/** @typedef {import('./carry-out.mjs').Image} Image */

const services = /** @type {const} */ (['gateway', 'clients', 'tokens']);
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
const folder = temporaryFolder();
/** @type {Record<string, Image>} */
let images;

before(async () => {
  // As in a container that builds.
  process.umask(0o022);
  images = await buildImages(
    { checkout, folder: join(folder, 'stages'), programs: join(checkout, '.postern/programs') },
    [...services, 'sbom'],
  );
  for (const service of services) makeReadOnly(imageOf(service));
});
after(() => {
  for (const image of Object.values(images ?? {})) makeRemovable(image);
  // A hundred thousand files: quicker than from here.
  execFileSync('rm', ['-rf', folder]);
});

/** @param {string} name @returns {Image} */
function imageOf(name) {
  const image = images[name];
  assert.ok(image);
  return image;
}

for (const service of services) {
  describe(`the image of ${service}`, () => {
    it('holds what runs, and no sources, source maps, tests, package manager or lockfile', (t) => {
      const { root } = imageOf(service);
      const idle = /\.(map|tsx?|[mc]ts)$|\/(tests?|__tests__)\/|lock\.json$|\/\.bin\/|\/npm\//;
      const files = filesOf(root);
      assert.deepEqual(
        files.filter((file) => idle.test(file)),
        [],
      );
      assert.ok(files.includes(`opt/postern/apps/${service}/dist/main.js`));
      assert.deepEqual(
        files.filter((file) => !/^(opt\/postern\/|usr\/local\/bin\/node$)/.test(file)),
        [],
      );
      t.diagnostic(
        `${service}: ${(sizeOf(join(root, 'opt/postern')) / 1e6).toFixed(1)} MB beside Node and Debian`,
      );
    });

    it('is run by Node itself, by nobody in particular, and is labelled', () => {
      const { labels, command, entrypoint, user, stopSignal, workdir, env } = imageOf(service);
      assert.deepEqual([entrypoint, command], [[], ['node', `apps/${service}/dist/main.js`]]);
      assert.deepEqual(
        [user, stopSignal, workdir, env['NODE_ENV']],
        ['1000:1000', 'SIGTERM', '/opt/postern', 'production'],
      );
      assert.equal(labels['org.opencontainers.image.version'], version);
      for (const name of ['title', 'description', 'revision', 'base.name'])
        assert.ok(labels[`org.opencontainers.image.${name}`]);
    });

    it('has a CycloneDX bill of materials of exactly the packages that are in it', async () => {
      const text = readFileSync(join(imageOf(service).root, 'opt/postern/sbom.cdx.json'), 'utf8');
      assert.equal(await new Validation.JsonStrictValidator(Spec.Version.v1dot5).validate(text), null);
      const { metadata, components, dependencies } = JSON.parse(text);
      assert.deepEqual(
        [metadata.component.name, metadata.component.version],
        [`postern/${service}`, version],
      );
      /** @type {string[]} */
      const named = components.map((/** @type {{ purl: string }} */ { purl }) => decodeURIComponent(purl));
      const { installed, bundled } = packagesOf(join(imageOf(service).root, 'opt/postern'));
      const node = `pkg:generic/node@${/** @type {string} */ (labelOfNode(service))}`;
      assert.deepEqual(new Set(named), new Set([...installed, ...bundled, node]));
      assert.deepEqual(
        new Set(dependencies.map((/** @type {{ ref: string }} */ { ref }) => ref)).size,
        new Set(components.map((/** @type {{ 'bom-ref': string }} */ one) => one['bom-ref'])).size + 1,
      );
      assert.equal(readFileSync(join(imageOf('sbom').root, `${service}.cdx.json`), 'utf8'), text);
    });
  });
}

/** @param {string} service */
function labelOfNode(service) {
  return /:(\d+\.\d+\.\d+)-/.exec(imageOf(service).labels['org.opencontainers.image.base.name'] ?? '')?.[1];
}

it('the gateway knows no database, and only the token service Redis', () => {
  const has = (/** @type {string} */ service) => {
    const { installed } = packagesOf(join(imageOf(service).root, 'opt/postern'));
    const names = installed.map((purl) => purl.replace(/^pkg:npm\/(.*)@.*$/, '$1'));
    return ['pg', 'typeorm', 'argon2', 'ioredis', 'fastify', 'react'].filter((name) => names.includes(name));
  };
  assert.deepEqual(services.map(has), [
    ['fastify'],
    ['pg', 'typeorm', 'argon2'],
    ['pg', 'typeorm', 'argon2', 'ioredis'],
  ]);
});

describe('the images, run read-only by their user with their own environment', () => {
  const runs = new ImageRuns(folder);
  const issuer = 'https://postern.example.org';
  const own = { ISSUER: issuer, KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64') };
  /** @type {import('../system/index.mjs').System['servers']} */
  const servers = {};
  /** @type {ReturnType<typeof connections>} */
  let ways;

  before(async () => {
    const programs = await testPrograms();
    const options = { home: folder, environment: {}, durable: false, programs, report: asReport(undefined) };
    const urls = await startServers({ ...options, servers });
    ways = connections({ environment: {}, urls, servers });
  });
  after(async () => {
    await runs.stop();
    await allOrError(Object.values(servers).map((server) => server.stop()));
  });

  it('migrate, make the first client, are ready, give it a token, and end with code 0 at SIGTERM', async (t) => {
    await Promise.all([
      runs.toEnd(imageOf('clients'), ways.migrateClients, 'migrate'),
      runs.toEnd(imageOf('tokens'), ways.migrateTokens, 'migrate'),
    ]);
    const admin = { ADMIN_FILE: join(folderOf(imageOf('clients')), 'admin.json') };
    await runs.toEnd(imageOf('clients'), { ...ways.clients, ...own, ...admin }, 'first-start');

    const ports = { clients: await freePort(), tokens: await freePort(), gateway: await freePort() };
    const processes = await Promise.all(
      services.map((service) => {
        const port = { [service === 'gateway' ? 'PORT' : 'MONITORING_PORT']: String(ports[service]) };
        return runs.startUntil(imageOf(service), { ...ways[service], ...own, ...port }, '"msg":"ready"');
      }),
    );
    for (const service of services)
      assert.equal((await fetch(`http://127.0.0.1:${ports[service]}/health/ready`)).status, 200, service);

    const { client_id: id, client_secret: secret } = JSON.parse(readFileSync(admin.ADMIN_FILE, 'utf8'));
    const url = `http://127.0.0.1:${ports.gateway}`;
    const answer = await fetch(`${url}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    assert.deepEqual([answer.status, /** @type {any} */ (await answer.json()).token_type], [200, 'Bearer']);
    for (const page of ['/', '/docs']) assert.equal((await fetch(url + page)).status, 200, page);

    const first = namespaceOf(userOf(imageOf('gateway'))).length > 0;
    t.diagnostic(first ? 'each was the first process of its namespace' : 'no namespaces on this machine');
    for (const process of processes) assert.equal(await runs.codeAtSigterm(process), 0);
  });

  it('end at SIGTERM while they wait for NATS', async () => {
    const nowhere = { NATS_URL: `nats://127.0.0.1:${await freePort()}` };
    for (const service of services) {
      const settings = { ...ways[service], ...own, ...nowhere };
      const process = await runs.startUntil(imageOf(service), settings, 'waiting for NATS');
      // With nothing in hand, as if it had stopped in good order or as the signal ends any process.
      assert.ok([0, 143].includes((await runs.codeAtSigterm(process)) ?? -1), service);
    }
  });

  it('end at SIGTERM while a migration or the first start waits for Postgres, and do not say that it is done', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (silent.address());
    const database = { DATABASE_URL: `postgres://nobody:nothing@127.0.0.1:${port}/postern` };
    for (const program of ['migrate', 'first-start']) {
      const settings = { ...database, ...own, ADMIN_FILE: '/nowhere' };
      const { process } = runs.start(imageOf('clients'), settings, program);
      const [connection] = await once(silent, 'connection');
      assert.equal(await runs.codeAtSigterm(process), 143, program);
      connection.destroy();
    }
    silent.close();
  });
});

/** @param {Image} image @returns {string} a folder that its user may write to */
function folderOf(image) {
  const written = join(folder, 'written');
  mkdirSync(written);
  const user = userOf(image);
  if (user !== undefined) chownSync(written, user.uid, user.gid);
  return written;
}
