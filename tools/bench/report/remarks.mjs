import { figure } from './table.mjs';

/** From this share of one core on, the generator and not the system may have set the pace. */
const generatorLimit = 0.9;

/**
 * What a reader has to know before believing the figures, a line each.
 * @param {import('./report.mjs').Measurements} measurements
 */
export function findRemarks({ warm, cold, refusals, floods }) {
  const { deletes, tokensAfterDelete, tokensAfterRefusal, neverRefused, maxMs } = refusals;
  return [
    `After ${figure(deletes)} deletes: ${figure(tokensAfterDelete)} tokens issued after the 204, ` +
      `${tokensAfterRefusal} of them after a refusal; ${neverRefused} clients never refused; ` +
      `longest delay ${figure(maxMs, 1)} ms.`,
    ...[...Object.values(warm), ...floods].flatMap(remarksOnRounds),
    ...floods.flatMap(({ label, answers }) => remarkIfAny(`Answers to the ${label}`, answers)),
    ...remarkIfAny('Cold clients that failed', cold.failures),
    ...remarkIfAny(
      'Polls answered neither with a token nor with a refusal, by status',
      refusals.otherAnswers,
    ),
  ];
}

/** @param {Pick<import('./report.mjs').Measured, 'label' | 'rounds'>} measured */
function remarksOnRounds({ label, rounds }) {
  const failed = rounds.flatMap(({ failures }, index) =>
    remarkIfAny(`${label}: round ${index + 1} failed and does not count`, failures),
  );
  const limited = rounds.some(({ generatorBusy }) => generatorBusy > generatorLimit);
  return limited
    ? [...failed, `${label}: the load generator was at its limit; the system may be faster.`]
    : failed;
}

/**
 * @param {string} what
 * @param {Record<string, number>} counts
 */
function remarkIfAny(what, counts) {
  const listed = Object.entries(counts).map(([name, count]) => `${name} × ${count}`);
  return listed.length === 0 ? [] : [`${what}: ${listed.join(', ')}`];
}
