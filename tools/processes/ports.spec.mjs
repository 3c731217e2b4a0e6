import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { freePort, holdPort, reservePort } from './ports.mjs';
import { runCommand } from './run-command.mjs';

const module = new URL('ports.mjs', import.meta.url).href;

/** @param {number} count */
const ports = (count) => Promise.all(Array.from({ length: count }, () => freePort()));

/**
 * @param {number} count
 * @returns {Promise<number[]>} what another process is given
 */
async function portsOfAnother(count) {
  const program = `import { freePort } from ${JSON.stringify(module)};
    console.log(JSON.stringify(await Promise.all(Array.from({ length: ${count} }, () => freePort()))));`;
  const { ok, output } = await runCommand(process.execPath, ['--input-type=module', `--eval=${program}`]);
  assert.ok(ok, output);
  return JSON.parse(output);
}

describe('free ports', () => {
  it('are others each time, and not those of another process, though nobody listens on them yet', async () => {
    const own = await ports(400);
    const all = [...own, ...(await portsOfAnother(400))];
    assert.equal(new Set(all).size, 800);
    assert.ok(all.every((port) => port > 12_000 && port < 32_000));
  });

  it('are held until they are released', async () => {
    const { port, release } = await reservePort();
    await assert.rejects(() => holdPort(port, '127.0.0.1'), { code: 'EADDRINUSE' });
    await release();
    await release();
    await (await holdPort(port, '127.0.0.1')).release();
  });
});
