import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeExit, startProcess } from '../processes/child.mjs';
import { lastLines } from '../processes/last-lines.mjs';

/**
 * @typedef {object} Child
 * @property {number} pid
 * @property {(message: any) => void} send
 * @property {<T>(listener: (message: any, finish: (result: T) => void) => void) => Promise<T>} listen hands
 *   the listener every message until it finishes; rejects when the child ends before
 */

/**
 * Runs a module in a process of its own, as it would in production.
 * @param {URL} file
 * @param {string} folder for its log
 * @returns {Child}
 */
export function startChild(file, folder) {
  const program = fileURLToPath(file);
  const logFile = join(folder, `${basename(program)}.log`);
  const { pid, child, exited } = startProcess({
    program: process.execPath,
    args: [program],
    env: { ...process.env, NODE_ENV: 'production' },
    output: logFile,
    ipc: true,
  });
  return {
    pid,
    send: (message) => void child.send(message),
    listen: (listener) =>
      new Promise((resolve, reject) => {
        /** @param {unknown} message */
        const hear = (message) =>
          listener(message, (result) => {
            child.off('message', hear);
            resolve(result);
          });
        child.on('message', hear);
        void exited.then((exit) => {
          const log = lastLines(logFile, 15);
          reject(new Error(`${basename(program)} ended (${describeExit(exit)}).\n${log}`));
        });
      }),
  };
}
