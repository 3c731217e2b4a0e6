import { randomBytes, randomInt } from 'node:crypto';
import { basicAuthorization } from '../systems/system.mjs';
import { measureRound } from './rounds.mjs';
import { median } from './statistics.mjs';
import { pairwiseRatio } from './summary.mjs';

/** Requests made up for one flood; more than one connection sends within a round. */
const floodRequests = 40_000;
/** A flood begins before the round that is measured, and ends after it. */
const longerSeconds = 2;

/**
 * @typedef {import('../systems/system.mjs').Account} Account
 * @typedef {import('./rounds.mjs').Round} Round
 *
 * @typedef {object} FloodResult what valid clients saw meanwhile
 * @property {string} label
 * @property {number} tokensPerSecond
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {import('./summary.mjs').Ratio | undefined} p99ToCalm round by round; undefined of calm itself
 * @property {Record<string, number>} answers to the flood, by status, over all rounds
 * @property {Round[]} rounds
 */

/** @type {Record<string, () => string | undefined>} where a flood comes from, as the proxy in front says */
const origins = {
  'flood from one address': () => '203.0.113.1',
  "flood from the clients' own address": () => undefined,
  'flood from thousands of addresses': () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`,
};

/**
 * Valid clients ask at a steady pace, in turns in peace and under each flood of unknown clients and wrong secrets.
 * @param {{ tokenUrl: string, accounts: Account[], parts: import('../systems/system.mjs').Part[] }} system
 * @param {{ valid: import('../load/generator-process.mjs').Generator,
 *   flood: import('../load/generator-process.mjs').Generator }} generators
 * @param {{ rounds: number, seconds: number, pace: number }} options
 * @param {import('../../report/report.mjs').Report} report
 * @returns {Promise<FloodResult[]>}
 */
export async function measureFloods(system, generators, { rounds, seconds, pace }, report) {
  const paced = { label: 'postern', ...system, rate: pace };
  const calm = { label: 'calm', rounds: /** @type {Round[]} */ ([]), answers: {} };
  const floods = Object.entries(origins).map(([label, origin]) => ({
    label,
    requests: hostileRequests(system.accounts, origin),
    rounds: /** @type {Round[]} */ ([]),
    answers: /** @type {Record<string, number>} */ ({}),
  }));
  for (let number = 1; number <= rounds; number++) {
    calm.rounds.push(await measureRound(paced, generators.valid, seconds));
    for (const { requests, rounds: measured, answers } of floods) {
      /** @type {Promise<Round> | undefined} */
      let round;
      const { failures } = await generators.flood.flood(system.tokenUrl, requests, seconds + longerSeconds, {
        open: () => (round = measureRound(paced, generators.valid, seconds)),
        close: () => {},
      });
      if (round) measured.push(await round);
      for (const [what, count] of Object.entries(failures)) answers[what] = (answers[what] ?? 0) + count;
    }
    const p99s = [calm, ...floods].map((one) => `${one.rounds.at(-1)?.p99Ms.toFixed(1)} ms`);
    report.say(
      `  Round ${number} of ${rounds}, p99 of valid clients in peace and under floods: ${p99s.join(', ')}`,
    );
  }
  return [resultOf(calm), ...floods.map((flood) => resultOf(flood, calm.rounds))];
}

/**
 * Half of them name clients that there are not, half present the secret of another client: well-formed, but wrong.
 * @param {Account[]} accounts
 * @param {() => string | undefined} origin
 */
function hostileRequests(accounts, origin) {
  return Array.from({ length: floodRequests }, (_, index) => {
    const { clientId = '' } = accounts[index % accounts.length] ?? {};
    const { clientSecret = '' } = accounts[(index + 1) % accounts.length] ?? {};
    const unknownId = `pcl_${randomBytes(11).toString('hex')}`;
    const authorization = basicAuthorization({
      clientId: index % 2 === 0 ? clientId : unknownId,
      clientSecret,
    });
    const address = origin();
    return { authorization, ...(address && { 'x-forwarded-for': address }) };
  });
}

/**
 * @param {{ label: string, rounds: Round[], answers: Record<string, number> }} measured
 * @param {Round[]} [calm]
 * @returns {FloodResult}
 */
function resultOf({ label, rounds, answers }, calm) {
  return {
    label,
    tokensPerSecond: median(rounds.map((round) => round.tokensPerSecond)),
    p50Ms: median(rounds.map((round) => round.p50Ms)),
    p99Ms: median(rounds.map((round) => round.p99Ms)),
    p99ToCalm: calm && pairwiseRatio(rounds, calm, (round) => round.p99Ms),
    answers,
    rounds,
  };
}
