import { readCpuSeconds, readMemoryBytes } from './usage.mjs';

/**
 * @typedef {import('./usage.mjs').ByPart} ByPart
 *
 * @typedef {object} Round what one system did in one round
 * @property {number} tokensPerSecond
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {ByPart | undefined} cpuMicrosecondsPerToken
 * @property {ByPart | undefined} memoryBytes at the end of the round
 * @property {Record<string, number>} failures answers other than a 200 with a token; with any, the round has
 *   failed
 * @property {number} generatorBusy share of one core, from 0 to 1
 */

/**
 * Keeps one system busy while the others are idle.
 * @param {import('../systems/system.mjs').System} system
 * @param {import('../load/generator-process.mjs').Generator} generator
 * @param {number} seconds
 * @returns {Promise<Round>}
 */
export async function measureRound({ parts, ...target }, generator, seconds) {
  /** @type {ByPart | undefined} */
  let before;
  /** @type {ByPart | undefined} */
  let after;
  const load = await generator.rotate(target, seconds, {
    open: () => (before = readCpuSeconds(parts)),
    close: () => (after = readCpuSeconds(parts)),
  });
  return {
    tokensPerSecond: load.tokens / load.elapsedSeconds,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    cpuMicrosecondsPerToken: before && after && perToken(before, after, load.tokens),
    memoryBytes: readMemoryBytes(parts),
    failures: load.failures,
    generatorBusy: load.generatorBusy,
  };
}

/**
 * @param {ByPart} before in seconds
 * @param {ByPart} after in seconds
 * @param {number} tokens
 */
function perToken(before, after, tokens) {
  return Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [name, ((seconds - (before[name] ?? 0)) * 1e6) / tokens]),
  );
}
