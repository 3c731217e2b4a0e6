import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../measures/statistics.mjs';

/** How often requests are begun: those that are due by then. */
const tickMs = 10;

/**
 * @typedef {object} Kind one kind of request
 * @property {string} label
 * @property {number} perSecond
 * @property {() => Promise<{ status: number, sentAtMs: number, answeredAtMs: number }>} ask
 * @property {number} status that is right
 *
 * @typedef {object} Seen what became of the requests that were begun in one phase
 * @property {number} requests
 * @property {Record<string, number>} failures by what was answered instead, or why nothing was
 * @property {Record<string, { p50Ms: number, p99Ms: number, maxMs: number }>} latencies by kind
 */

/**
 * Begins requests at a steady pace, however long the answers take, as many callers who know nothing of each other do.
 * @param {Kind[]} kinds
 */
export function startSteadyLoad(kinds) {
  let ending = false;
  /** @type {{ failures: Record<string, number>, latenciesMs: Record<string, number[]>, underWay: Promise<void>[] }} */
  let phase = { failures: {}, latenciesMs: {}, underWay: [] };

  /** @param {Kind} kind */
  async function askOnce({ label, ask, status }) {
    const { failures, latenciesMs } = phase;
    /** @param {string} what */
    const fail = (what) => (failures[what] = (failures[what] ?? 0) + 1);
    try {
      const answer = await ask();
      (latenciesMs[label] ??= []).push(answer.answeredAtMs - answer.sentAtMs);
      if (answer.status !== status) fail(`${label}: status ${answer.status}`);
    } catch (error) {
      fail(`${label}: ${/** @type {Error} */ (error).message}`);
    }
  }

  async function run() {
    const startedAtMs = performance.now();
    const begun = kinds.map(() => 0);
    while (!ending) {
      const seconds = (performance.now() - startedAtMs) / 1000;
      for (const [index, kind] of kinds.entries()) {
        for (; (begun[index] ?? 0) < seconds * kind.perSecond; begun[index] = (begun[index] ?? 0) + 1)
          phase.underWay.push(askOnce(kind));
      }
      await delay(tickMs);
    }
  }
  const running = run();

  return {
    /**
     * What was seen since the last time.
     * @returns {Promise<Seen>} when all requests begun by now are answered
     */
    async take() {
      const { failures, latenciesMs, underWay } = phase;
      phase = { failures: {}, latenciesMs: {}, underWay: [] };
      await Promise.all(underWay);
      const latencies = Object.entries(latenciesMs).map(([label, all]) => [
        label,
        { p50Ms: percentile(all, 0.5), p99Ms: percentile(all, 0.99), maxMs: percentile(all, 1) },
      ]);
      return { requests: underWay.length, failures, latencies: Object.fromEntries(latencies) };
    },
    async end() {
      ending = true;
      await running;
      await Promise.all(phase.underWay);
    },
  };
}
