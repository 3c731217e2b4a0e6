import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { readCpuSeconds, readMemoryBytes } from './usage.mjs';

const skip = process.platform !== 'linux';
const burn = 'const until = Date.now() + 400; while (Date.now() < until);';

test('the CPU time of children counts, of those that ended too', { skip }, async () => {
  const parts = [{ name: 'us', pid: process.pid }];
  const before = readCpuSeconds(parts)?.['us'] ?? Number.NaN;
  const child = spawn(process.execPath, ['-e', `${burn} process.stdin.resume(); console.log()`]);
  await once(child.stdout, 'data');
  const whileItRuns = readCpuSeconds(parts)?.['us'] ?? Number.NaN;
  child.stdin.end();
  await once(child, 'close');
  const afterItEnded = readCpuSeconds(parts)?.['us'] ?? Number.NaN;
  assert.ok(whileItRuns - before > 0.1, `${whileItRuns - before} s`);
  assert.ok(afterItEnded >= whileItRuns, `${afterItEnded} s, ${whileItRuns} s`);
});

test('replicas of the same name are added up', { skip }, () => {
  const once = readMemoryBytes([{ name: 'us', pid: process.pid }])?.['us'] ?? Number.NaN;
  const twice = readMemoryBytes(Array(2).fill({ name: 'us', pid: process.pid }))?.['us'] ?? Number.NaN;
  assert.ok(once > 10e6, `${once} bytes`);
  assert.ok(Math.abs(twice / once - 2) < 0.2, `${twice} bytes`);
});
