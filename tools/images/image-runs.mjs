import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../processes/wait-until.mjs';
import { runImage } from './run-image.mjs';

const timeoutMs = 60_000;

/**
 * @typedef {import('./carry-out.mjs').Image} Image
 * @typedef {import('../processes/child.mjs').RunningProcess} RunningProcess
 */

/** What a test runs of images: each run has a log of its own, and none outlives the test. */
export class ImageRuns {
  /** @type {RunningProcess[]} */
  #processes = [];
  #folder;

  /** @param {string} folder for the logs */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * @param {Image} image
   * @param {NodeJS.ProcessEnv} settings
   * @param {string} [program] one beside the image's own, as `migrate`
   * @returns {{ process: RunningProcess, log: () => string }}
   */
  start(image, settings, program) {
    const logFile = join(this.#folder, `run-${this.#processes.length}.log`);
    const command = image.command.map((word) => word.replace(/\bmain\b/, program ?? 'main'));
    const process = runImage(image, { settings, logFile, command });
    this.#processes.push(process);
    return { process, log: () => readFileSync(logFile, 'utf8') };
  }

  /**
   * Starts it and waits until its log has the words.
   * @param {Image} image
   * @param {NodeJS.ProcessEnv} settings
   * @param {string} words
   */
  async startUntil(image, settings, words) {
    const { process, log } = this.start(image, settings);
    await waitUntil(() => log().includes(words) || !process.running(), { timeoutMs });
    assert.ok(process.running() && log().includes(words), log());
    return process;
  }

  /**
   * Runs it to its end, which is a good one.
   * @param {Image} image
   * @param {NodeJS.ProcessEnv} settings
   * @param {string} program
   */
  async toEnd(image, settings, program) {
    const { process, log } = this.start(image, settings, program);
    assert.equal((await process.exited).code, 0, log());
  }

  /** @param {RunningProcess} process @returns {Promise<number | null>} its exit code */
  async codeAtSigterm(process) {
    process.kill('SIGTERM');
    assert.ok(await waitUntil(() => !process.running(), { timeoutMs }), 'SIGTERM does not end it');
    return (await process.exited).code;
  }

  async stop() {
    for (const process of this.#processes.toReversed()) await process.stop();
  }
}
