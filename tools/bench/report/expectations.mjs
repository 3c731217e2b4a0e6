import { figure } from './table.mjs';

/**
 * What the project promises itself of speed. A miss is printed, and fails nothing: on a busy machine it may
 * be the machine's.
 *
 * @typedef {object} Expectation
 * @property {string} what
 * @property {string} expected
 * @property {string} measured
 * @property {boolean | undefined} met undefined where it could not be measured
 */

/**
 * @param {import('./report.mjs').Measurements} measurements
 * @returns {Expectation[]}
 */
export function judgeExpectations({ ratios, refusals, floods }) {
  const soonEnough = refusals.p99Ms < 50 && refusals.neverRefused === 0;
  return [
    {
      what: 'warm tokens/s, postern to oidc-provider',
      expected: '≥ 1.5',
      ...judgeRatio(ratios.tokensPerSecond, (ratio) => ratio >= 1.5),
    },
    {
      what: 'warm CPU per token, postern to oidc-provider',
      expected: '≤ 1.2',
      ...judgeRatio(ratios.cpu, (ratio) => ratio <= 1.2),
    },
    {
      what: 'delete to refusal, p99',
      expected: '< 50 ms',
      measured: `${figure(refusals.p99Ms, 1)} ms`,
      met: soonEnough,
    },
    ...floods.flatMap(({ label, p99ToCalm }) =>
      p99ToCalm === undefined
        ? []
        : {
            what: `p99 of valid clients, ${label} to calm`,
            expected: '≤ 2',
            ...judgeRatio(p99ToCalm, (ratio) => ratio <= 2),
          },
    ),
  ];
}

/**
 * @param {import('../measures/summary.mjs').Ratio} ratio
 * @param {(median: number) => boolean} holds
 * @returns {Pick<Expectation, 'measured' | 'met'>}
 */
function judgeRatio({ median, lowest, highest }, holds) {
  if (Number.isNaN(median)) return { measured: 'n/a', met: undefined };
  const measured = `${figure(median, 2)} (${figure(lowest, 2)} to ${figure(highest, 2)})`;
  return { measured, met: holds(median) };
}
