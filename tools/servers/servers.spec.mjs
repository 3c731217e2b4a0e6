import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testPrograms } from '../fixtures/programs.mjs';
import { temporaryFolder } from '../fixtures/small-checkout.mjs';
import { factsOf } from '../processes/identity.mjs';
import { waitUntil } from '../processes/wait-until.mjs';
import { answers } from './ask.mjs';
import { programEnvironment, startNats, startPostgres, startRedis } from './index.mjs';
import { startServer } from './server.mjs';

const startRedisScript = fileURLToPath(new URL('../../docker/redis/start.sh', import.meta.url));

/** @type {import('./programs.mjs').Programs} */
let programs;
/** @type {string} */
let folder;

before(async () => {
  programs = await testPrograms();
  folder = temporaryFolder();
});
after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Whether a server answers so, however long it takes.
 * @param {number} port
 * @param {string} text
 * @param {RegExp} expected
 */
const says = (port, text, expected) => waitUntil(() => answers(port, text, expected), { timeoutMs: 20_000 });

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
    assert.ok(await says(redis.port, 'PING\r\n', /NOAUTH/));
    const nats = await startNats({ programs, folder: join(folder, 'nats closed') });
    assert.ok(await says(nats.port, 'CONNECT {"verbose":false}\r\nPING\r\n', /Authorization Violation/));
    await Promise.all([redis.stop(), nats.stop()]);
  });
});

describe('redis as it is started where it is not ours', () => {
  const tough = `a "b" 'c' $d & /e\\n #>${'x'.repeat(99)}`;
  /** @param {string | undefined} password */
  const start = (password) =>
    startServer({
      name: 'redis',
      folder: join(folder, 'redis shipped'),
      logFile: join(folder, 'redis shipped', 'redis.log'),
      stopSignal: 'SIGTERM',
      graceMs: 5_000,
      command: (port) => ({
        program: 'sh',
        args: [startRedisScript, '--port', String(port), '--bind', '127.0.0.1', '--maxmemory', '100mb'],
        env: {
          ...programEnvironment(programs.redis),
          PATH: `${dirname(programs.redis.program)}:${process.env['PATH']}`,
          REDIS_TOKENS_PASSWORD: password,
        },
        cwd: folder,
      }),
      ready: (port) => answers(port, 'PING\r\n', /NOAUTH/),
      url: (port) => `redis://127.0.0.1:${port}`,
    });

  it('lets in the token service with any password, and nobody else', async () => {
    const redis = await start(tough);
    const asTokens = command('AUTH', 'postern_tokens', tough);
    assert.ok(await says(redis.port, `${asTokens}${command('GET', 'postern:fresh')}`, /\$-1/));
    assert.ok(await says(redis.port, `${asTokens}${command('GET', 'postern:other')}`, /NOPERM/));
    assert.ok(await says(redis.port, `${asTokens}${command('FLUSHALL')}`, /NOPERM/));
    assert.ok(await says(redis.port, `${asTokens}${command('INFO', 'memory')}`, /maxmemory:104857600/));
    assert.ok(await says(redis.port, command('AUTH', 'postern_tokens', `${tough}x`), /WRONGPASS/));
    assert.ok(await says(redis.port, command('AUTH', 'default', ''), /WRONGPASS/));
    await redis.stop();
  });

  it('does not start without a password', async () => {
    await assert.rejects(start(undefined), /REDIS_TOKENS_PASSWORD: has to be the password of postern_tokens/);
    await assert.rejects(start(''), /REDIS_TOKENS_PASSWORD: has to be/);
  });
});

it('leaves no unfinished database behind', async () => {
  const broken = { ...programs, postgres: { ...programs.postgres, folder: join(folder, 'nowhere') } };
  const options = { programs: broken, folder: join(folder, 'broken') };
  await assert.rejects(startPostgres(options), /initdb failed/);
  assert.equal(existsSync(join(folder, 'broken', 'cluster', 'data')), false);
  await (await startPostgres({ ...options, programs, durable: false })).stop();
});

/**
 * As Redis reads a command of which any text may be a part.
 * @param {string[]} words
 */
function command(...words) {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
