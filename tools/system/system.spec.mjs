import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testPrograms } from '../fixtures/programs.mjs';
import { smallCheckout } from '../fixtures/small-checkout.mjs';
import { factsOf } from '../processes/identity.mjs';
import { waitUntil } from '../processes/wait-until.mjs';
import { startSystem } from './start-system.mjs';

/** @type {ReturnType<typeof smallCheckout>} */
let checkout;
/** @type {import('./start-system.mjs').SystemOptions} */
let options;

before(async () => {
  checkout = smallCheckout();
  const environment = {
    PATH: process.env['PATH'],
    DATABASE_PASSWORD: 'passes',
    KEY_ENCRYPTION_KEY_PREVIOUS: 'passes to those who encrypt',
    npm_config_x: 'does not pass',
  };
  const home = join(checkout.folder, 'state');
  options = { home, root: checkout.folder, programs: await testPrograms(), durable: false, environment };
});
after(() => checkout.remove());

/** @param {number[]} pids */
const allGone = (pids) => pids.every((pid) => factsOf(pid) === undefined);

/** @param {NodeJS.Signals} signal @param {boolean} andKeeper */
async function launchAndKill(signal, andKeeper) {
  const program = fileURLToPath(new URL('../fixtures/launcher-of-system.mjs', import.meta.url));
  const launcher = spawn(process.execPath, [program, JSON.stringify(options)]);
  launcher.stderr.pipe(process.stderr);
  const [line] = await once(createInterface({ input: launcher.stdout }), 'line');
  if (andKeeper) killKeeperOf(launcher.pid ?? 0);
  launcher.kill(signal);
  await once(launcher, 'exit');
  return /** @type {{ pids: number[] }} */ (JSON.parse(line)).pids;
}

/** @param {number} launcher */
function killKeeperOf(launcher) {
  const children = readFileSync(`/proc/${launcher}/task/${launcher}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  const keeper = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('keeper.mjs'));
  assert.ok(keeper);
  // Both at once, so that neither can start or stop anything any more.
  process.kill(launcher, 'SIGSTOP');
  process.kill(keeper, 'SIGKILL');
}

describe('a system', () => {
  it('gives each service only what it needs', async () => {
    const system = await startSystem({ ...options, replicas: { gateway: 2 } });
    const urls = system.services.flatMap(({ url }) => url ?? []);
    assert.equal(urls.length, 2);
    for (const url of urls) {
      const seen = /** @type {Record<string, string>} */ (await (await fetch(url)).json());
      assert.equal(seen['ISSUER'], system.issuer);
      assert.equal(seen['DATABASE_PASSWORD'], 'passes');
      assert.equal(new URL(seen['NATS_URL'] ?? '').username, 'postern_gateway');
      for (const name of [
        'DATABASE_URL',
        'DATABASE_SERVICE_ROLE',
        'REDIS_URL',
        'KEY_ENCRYPTION_KEY_FILE',
        'KEY_ENCRYPTION_KEY_PREVIOUS',
        'npm_config_x',
      ]) {
        assert.equal(seen[name], undefined);
      }
    }
    for (const name of [
      'admin.json',
      'keys/clients.key',
      'keys/tokens.key',
      'postgres/password',
      'nats/nats.conf',
      'nats/password',
      'redis/redis.conf',
      'redis/password',
    ]) {
      assert.equal(statSync(join(options.home, name)).mode & 0o777, 0o600);
    }
    const pids = [...Object.values(system.servers), ...system.services].map(({ pid }) => pid);
    await system.stop();
    assert.ok(allGone(pids));
  });

  it('brings back what died, and leaves alone what was stopped', async () => {
    /** @type {string[]} */
    const said = [];
    const system = await startSystem({ ...options, report: (line) => said.push(line) });
    for (const member of [...system.services, ...Object.values(system.servers)]) {
      const { pid } = member;
      member.kill('SIGKILL');
      assert.ok(await waitUntil(() => member.pid !== pid, { timeoutMs: 60_000 }));
    }
    assert.ok(
      await waitUntil(() => said.filter((line) => line.includes('up again')).length === 6, {
        timeoutMs: 60_000,
      }),
    );
    await system.stop();
    assert.equal(said.filter((line) => line.includes('unexpectedly')).length, 6);
  });

  it('says so when its folder is in use', async () => {
    const system = await startSystem(options);
    await assert.rejects(startSystem(options), /already runs with/);
    await system.stop();
  });

  it('leaves nothing running when it does not come up, and says why', async () => {
    const nowhere = { ...options, root: join(checkout.folder, 'nowhere') };
    await assert.rejects(startSystem(nowhere), /migrate.js failed/);
    await (await startSystem(options)).stop();
  });

  it('ends when its launcher is killed', async () => {
    const pids = await launchAndKill('SIGKILL', false);
    assert.equal(pids.length, 6);
    assert.ok(await waitUntil(() => allGone(pids), { timeoutMs: 60_000 }));
  });

  it(
    'starts although everything that would have stopped the last one was killed',
    { skip: process.platform !== 'linux' },
    async () => {
      const left = await launchAndKill('SIGKILL', true);
      assert.ok(left.every((pid) => factsOf(pid) !== undefined));
      const system = await startSystem(options);
      assert.ok(allGone(left));
      await system.stop();
    },
  );
});
