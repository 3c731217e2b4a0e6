import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { testPrograms } from '../fixtures/programs.mjs';
import { temporaryFolder } from '../fixtures/small-checkout.mjs';
import { factsOf } from '../processes/identity.mjs';
import { answers } from './ask.mjs';
import { startNats, startPostgres, startRedis } from './index.mjs';

/** @type {import('./programs.mjs').Programs} */
let programs;
/** @type {string} */
let folder;

before(async () => {
  programs = await testPrograms();
  folder = temporaryFolder();
});
after(() => rmSync(folder, { recursive: true, force: true }));

const starters = {
  nats: startNats,
  redis: startRedis,
  /** @param {{ programs: import('./programs.mjs').Programs, folder: string }} options */
  postgres: (options) => startPostgres({ ...options, durable: false }),
};

for (const [name, start] of Object.entries(starters)) {
  describe(name, () => {
    it('starts in a folder with a space in its path, and stops', async () => {
      const server = await start({ programs, folder: join(folder, `${name} stop`) });
      assert.ok(factsOf(server.pid));
      assert.equal(new URL(server.url).port, String(server.port));
      await server.stop();
      assert.equal(factsOf(server.pid), undefined);
    });

    it('comes back on the same port after it was killed', async () => {
      const server = await start({ programs, folder: join(folder, `${name} killed`) });
      const { pid, url } = server;
      const lost = new Promise((resolve) => server.onLost(resolve));
      server.kill('SIGKILL');
      await lost;
      await server.restart();
      assert.notEqual(server.pid, pid);
      assert.equal(server.url, url);
      await server.stop();
    });

    it('ends a predecessor that was left running in the folder', async () => {
      const options = { programs, folder: join(folder, `${name} left`) };
      const first = await start(options);
      const second = await start(options);
      assert.equal(factsOf(first.pid), undefined);
      await second.stop();
    });
  });
}

describe('access', () => {
  it('is refused without the password', async () => {
    const redis = await startRedis({ programs, folder: join(folder, 'redis closed') });
    assert.equal(await answers(redis.port, 'PING\r\n', /NOAUTH/), true);
    const nats = await startNats({ programs, folder: join(folder, 'nats closed') });
    assert.equal(
      await answers(nats.port, 'CONNECT {"verbose":false}\r\nPING\r\n', /Authorization Violation/),
      true,
    );
    await Promise.all([redis.stop(), nats.stop()]);
  });
});

it('leaves no unfinished database behind', async () => {
  const broken = { ...programs, postgres: { ...programs.postgres, folder: join(folder, 'nowhere') } };
  const options = { programs: broken, folder: join(folder, 'broken') };
  await assert.rejects(startPostgres(options), /initdb failed/);
  assert.equal(existsSync(join(folder, 'broken', 'cluster', 'data')), false);
  await (await startPostgres({ ...options, programs, durable: false })).stop();
});
