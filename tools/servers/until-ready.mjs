import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describeExit } from '../processes/child.mjs';
import { lastLines } from '../processes/last-lines.mjs';
import { Problem } from '../report/problem.mjs';

const portTaken = /address (already )?in use/i;
// A killed Postgres leaves its children behind for a moment; they hold on to the shared memory.
const dyingPredecessor = /shared memory block .* is still in use/;
// Postgres may first have to recover from a crash.
const readyWithinMs = 60_000;

/**
 * @typedef {object} Launch
 * @property {string} name
 * @property {string} logFile
 * @property {(port: number) => import('../processes/child.mjs').RunningProcess} start
 * @property {(port: number, pid: number) => Promise<boolean>} ready
 * @property {() => Promise<number>} nextPort which port to try; asked again when that one was taken
 */

/**
 * Starts a server and waits until it answers; tries again when its port or its predecessor was in the way.
 * @param {Launch} launch
 * @returns {Promise<{ running: import('../processes/child.mjs').RunningProcess, port: number }>}
 * @throws {Problem} with the last lines of its log
 */
export async function untilReady({ name, logFile, start, ready, nextPort }) {
  const deadline = performance.now() + readyWithinMs;
  let port = await nextPort();
  for (;;) {
    const loggedBefore = read(logFile).length;
    const running = start(port);
    while (running.running() && performance.now() < deadline) {
      if ((await ready(port, running.pid)) && running.running()) return { running, port };
      await delay(5);
    }
    const exit = running.running() ? undefined : await running.exited;
    await running.stop();

    const said = read(logFile).slice(loggedBefore);
    const inTheWay = portTaken.test(said) || dyingPredecessor.test(said);
    if (exit === undefined || !inTheWay || performance.now() > deadline) {
      const why = exit === undefined ? `no answer within ${readyWithinMs / 1000} s` : describeExit(exit);
      throw new Problem(`${name} did not start (${why}).\n${lastLines(logFile, 15)}`);
    }
    await delay(50);
    if (portTaken.test(said)) port = await nextPort();
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
