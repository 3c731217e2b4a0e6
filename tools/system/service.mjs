import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { describeExit, startProcess } from '../processes/child.mjs';
import { lastLines } from '../processes/last-lines.mjs';
import { endRecorded } from '../processes/record.mjs';
import { restartable } from '../processes/restartable.mjs';
import { Problem } from '../report/problem.mjs';
import { recordsFolder } from './home.mjs';

const readyWithinMs = 60_000;
// Longer than a service takes to finish its requests and to drain.
const graceMs = 20_000;

/**
 * @typedef {object} ServiceOptions
 * @property {import('./environments.mjs').ServiceName} name
 * @property {number} replica counted from 1
 * @property {string} root the checkout
 * @property {string} home
 * @property {NodeJS.ProcessEnv} env
 * @property {string} [url] at which this machine reaches it, if it serves others
 * @property {string} monitoringUrl at which it answers `/health/live`, `/health/ready` and `/metrics`
 */

/**
 * @typedef {object} ServiceIdentity
 * @property {import('./environments.mjs').ServiceName} name
 * @property {number} replica counted from 1
 * @property {string} [url] at which this machine reaches it, if it serves others
 * @property {string} monitoringUrl at which it answers `/health/live`, `/health/ready` and `/metrics`
 * @property {string} logFile
 */

/** @typedef {ServiceIdentity & import('../processes/restartable.mjs').Restartable} Service */

/**
 * Starts one replica of a service and waits until it says that it is ready.
 * @param {ServiceOptions} options
 * @returns {Promise<Service>}
 * @throws {Problem} with the last lines of its log
 */
export async function startService({ name, replica, root, home, env, url, monitoringUrl }) {
  const id = `${name}-${replica}`;
  const logFile = join(home, 'logs', `${id}.log`);
  const record = join(recordsFolder(home), `${id}.json`);
  await endRecorded(record);
  rmSync(logFile, { force: true });

  const process = await restartable(async () => {
    const running = startProcess({
      program: execPath,
      args: [join(root, 'apps', name, 'dist', 'main.js')],
      cwd: root,
      env,
      output: logFile,
      ipc: true,
      graceMs,
      record,
    });
    const failure = await untilReady(running);
    if (failure === undefined) return running;
    await running.stop();
    throw new Problem(`${id} did not start (${failure}).\n${lastLines(logFile, 15)}`);
  });
  const identity = { name, replica, logFile, monitoringUrl, ...(url === undefined ? {} : { url }) };
  return Object.assign(process, identity);
}

/**
 * @param {import('../processes/child.mjs').RunningProcess} running
 * @returns {Promise<string | undefined>} what went wrong, if anything
 */
function untilReady({ child, exited }) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(`not ready within ${readyWithinMs / 1000} s`), readyWithinMs);
    /** @param {string | undefined} answer */
    const done = (answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    child.on('message', (message) => message === 'ready' && done(undefined));
    void exited.then((exit) => done(describeExit(exit)));
  });
}
