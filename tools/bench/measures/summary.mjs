import { median } from './statistics.mjs';

/**
 * @typedef {import('./rounds.mjs').Round} Round
 * @typedef {import('./usage.mjs').ByPart} ByPart
 *
 * @typedef {object} Summary the median of each figure over the rounds that did not fail
 * @property {number} tokensPerSecond
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number | undefined} cpuMicrosecondsPerToken over every process
 * @property {number | undefined} memoryBytes over every process
 * @property {ByPart | undefined} cpuMicrosecondsPerTokenByPart
 * @property {ByPart | undefined} memoryBytesByPart
 * @property {number} failedRounds
 *
 * @typedef {object} Ratio of two systems that took turns
 * @property {number} median
 * @property {number} lowest
 * @property {number} highest
 */

/**
 * @param {Round[]} rounds
 * @returns {Summary}
 */
export function summarise(rounds) {
  const good = rounds.filter(succeeded);
  return {
    tokensPerSecond: median(good.map((round) => round.tokensPerSecond)),
    p50Ms: median(good.map((round) => round.p50Ms)),
    p99Ms: median(good.map((round) => round.p99Ms)),
    cpuMicrosecondsPerToken: medianOfSums(good.map((round) => round.cpuMicrosecondsPerToken)),
    memoryBytes: medianOfSums(good.map((round) => round.memoryBytes)),
    cpuMicrosecondsPerTokenByPart: mediansByPart(good.map((round) => round.cpuMicrosecondsPerToken)),
    memoryBytesByPart: mediansByPart(good.map((round) => round.memoryBytes)),
    failedRounds: rounds.length - good.length,
  };
}

/**
 * Compares round by round, since what else the machine does at a time weighs on neighbours alike.
 * @param {Round[]} ours
 * @param {Round[]} theirs
 * @param {(round: Round) => number | undefined} read
 * @returns {Ratio}
 */
export function pairwiseRatio(ours, theirs, read) {
  const ratios = ours.flatMap((our, index) => {
    const their = theirs[index];
    if (!their || !succeeded(our) || !succeeded(their)) return [];
    const [dividend, divisor] = [read(our), read(their)];
    return dividend === undefined || divisor === undefined ? [] : [dividend / divisor];
  });
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) };
}

/**
 * CPU time per token over every process of a system, in microseconds.
 * @param {Round} round
 */
export function totalCpu(round) {
  return round.cpuMicrosecondsPerToken && sum(round.cpuMicrosecondsPerToken);
}

/** @param {Round} round */
function succeeded({ failures, tokensPerSecond }) {
  return Object.keys(failures).length === 0 && tokensPerSecond > 0;
}

/** @param {(ByPart | undefined)[]} figures */
function medianOfSums(figures) {
  const known = figures.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : median(known.map(sum));
}

/**
 * @param {(ByPart | undefined)[]} figures
 * @returns {ByPart | undefined}
 */
function mediansByPart(figures) {
  const known = figures.filter((each) => each !== undefined);
  const names = Object.keys(known[0] ?? {});
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, median(known.map((each) => each[name] ?? 0))]));
}

/** @param {ByPart} figures */
function sum(figures) {
  return Object.values(figures).reduce((total, each) => total + each, 0);
}
