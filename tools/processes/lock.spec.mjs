import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { temporaryFolder } from '../fixtures/small-checkout.mjs';
import { identityOf } from './identity.mjs';
import { takeLock } from './lock.mjs';

/** @type {string} */
let folder;
before(() => (folder = temporaryFolder()));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('a lock', () => {
  it('is held by one process, until it is released', () => {
    const file = join(folder, 'one');
    const lock = takeLock(file);
    assert.ok(lock.held);
    assert.equal(takeLock(file).held, false);
    lock.release();
    const next = takeLock(file);
    assert.ok(next.held);
    next.release();
  });

  it('is taken over from a process that was killed', async () => {
    const file = join(folder, 'killed');
    const module = new URL('lock.mjs', import.meta.url).href;
    const holder = spawn(process.execPath, [
      '--input-type=module',
      `--eval=import { takeLock } from ${JSON.stringify(module)};
        takeLock(${JSON.stringify(file)}); console.log('held'); setInterval(() => {}, 1000);`,
    ]);
    await once(holder.stdout, 'data');
    assert.equal(takeLock(file).held, false);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    assert.equal(takeLock(file).held, true);
  });

  it('is taken over when its pid belongs to somebody else by now', () => {
    const file = join(folder, 'reused');
    assert.ok(identityOf(process.ppid));
    writeFileSync(file, JSON.stringify({ pid: process.ppid, identity: 'another boot:1' }));
    assert.equal(takeLock(file).held, true);
  });

  it('is taken over when half of it was written as the machine lost power', () => {
    const file = join(folder, 'half');
    writeFileSync(file, '{"pid":');
    assert.equal(takeLock(file).held, true);
  });
});
