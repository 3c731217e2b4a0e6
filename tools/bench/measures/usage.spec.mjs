import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { readCpuSeconds, readMemoryBytes } from './usage.mjs';

const skip = process.platform !== 'linux';
// Not for a time by the clock: on a busy machine that is no CPU time.
const burn = 'while (process.cpuUsage().user < 300_000);';

test('the CPU time of children counts, of those that ended too', { skip }, async () => {
  const parts = [{ name: 'us', pid: process.pid }];
  const before = readCpuSeconds(parts)?.['us'] ?? Number.NaN;
  const child = spawn(process.execPath, ['-e', `${burn} process.stdin.resume(); console.log()`]);
  await once(child.stdout, 'data');
  const whileItRuns = readCpuSeconds(parts)?.['us'] ?? Number.NaN;
  child.stdin.end();
  await once(child, 'close');
  const afterItEnded = readCpuSeconds(parts)?.['us'] ?? Number.NaN;
  assert.ok(whileItRuns - before > 0.2, `${whileItRuns - before} s`);
  assert.ok(afterItEnded - before > 0.2, `${afterItEnded - before} s`);
});

test('replicas of the same name are added up', { skip }, () => {
  const parts = ['one', 'two', 'two'].map((name) => ({ name, pid: process.pid }));
  const { one: once = Number.NaN, two: twice = Number.NaN } = readMemoryBytes(parts) ?? {};
  assert.ok(once > 10e6, `${once} bytes`);
  assert.ok(Math.abs(twice / once - 2) < 0.2, `${twice} bytes`);
});
