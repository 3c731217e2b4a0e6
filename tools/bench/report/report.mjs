import { alignColumns, figure } from './table.mjs';
import { judgeExpectations } from './expectations.mjs';
import { findRemarks } from './remarks.mjs';

/**
 * @typedef {import('../options.mjs').BenchOptions} BenchOptions
 *
 * @typedef {object} Measured
 * @property {string} label
 * @property {import('../measures/summary.mjs').Summary} summary
 * @property {import('../measures/rounds.mjs').Round[]} rounds
 *
 * @typedef {object} Measurements all that one run found out; reports/bench.json holds it as it is
 * @property {string} startedAt RFC 3339
 * @property {import('./machine.mjs').Machine} machine
 * @property {BenchOptions} options
 * @property {{ floor: Measured, oidcProvider: Measured, postern: Measured }} warm
 * @property {{ tokensPerSecond: import('../measures/summary.mjs').Ratio, cpu:
 *   import('../measures/summary.mjs').Ratio }} ratios of postern to oidc-provider
 * @property {import('../load/token-load.mjs').LoadResult} cold
 * @property {import('../measures/delete-to-refusal.mjs').RefusalDelays} refusals
 * @property {import('../measures/flood.mjs').FloodResult[]} floods
 */

/**
 * The whole result as text.
 * @param {Measurements} measurements
 */
export function renderReport(measurements) {
  const { machine, startedAt } = measurements;
  return [
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${machine.platform}, ${startedAt}`,
    renderFigures(measurements),
    renderExpectations(measurements),
    findRemarks(measurements).join('\n'),
  ].join('\n\n');
}

/** @param {Measurements} measurements */
function renderFigures({ options, warm, cold, refusals, floods }) {
  const { rounds, seconds, clients, connections, flood, pace } = options;
  const head = ['', 'tokens/s', 'p50 ms', 'p99 ms', 'CPU µs/token', 'memory MB'];
  const rows = [
    head,
    [`warm: ${figure(clients)} clients, ${connections} connections, median of ${rounds} × ${seconds} s`],
    ...Object.values(warm).flatMap(warmRows),
    [`cold: ${figure(options.cold)} clients, the first token of each`],
    ['  postern', figure(cold.tokens / cold.elapsedSeconds), figure(cold.p50Ms, 1), figure(cold.p99Ms, 1)],
    [`from the 204 of a delete to the first refusal: ${figure(refusals.deletes)} deletes, 2 tokens replicas`],
    ['  postern', '', figure(refusals.p50Ms, 1), figure(refusals.p99Ms, 1)],
    [
      `valid clients at ${figure(pace)} tokens/s, floods of ${flood} connections: median of ${rounds} × ${seconds} s`,
    ],
    ...floods.map(({ label, tokensPerSecond, p50Ms, p99Ms }) => [
      `  ${label}`,
      figure(tokensPerSecond),
      figure(p50Ms, 1),
      figure(p99Ms, 1),
    ]),
  ];
  return alignColumns(rows, ['left', 'right', 'right', 'right', 'right', 'right']);
}

/** @param {Measured} measured */
function warmRows({ label, summary }) {
  const { cpuMicrosecondsPerTokenByPart: cpu = {}, memoryBytesByPart: memory = {} } = summary;
  const parts = Object.keys(cpu).sort((a, b) => (cpu[b] ?? 0) - (cpu[a] ?? 0));
  return [
    [
      `  ${label}`,
      figure(summary.tokensPerSecond),
      figure(summary.p50Ms, 1),
      figure(summary.p99Ms, 1),
      figure(summary.cpuMicrosecondsPerToken),
      megabytes(summary.memoryBytes),
    ],
    ...(parts.length < 2 ? [] : parts).map((part) => [
      `    ${part}`,
      '',
      '',
      '',
      figure(cpu[part]),
      megabytes(memory[part]),
    ]),
  ];
}

/** @param {number | undefined} bytes */
function megabytes(bytes) {
  return figure(bytes && bytes / 1e6);
}

/** @param {Measurements} measurements */
function renderExpectations(measurements) {
  const rows = judgeExpectations(measurements).map(({ what, expected, measured, met }) => [
    what,
    expected,
    measured,
    met === undefined ? 'n/a' : met ? 'met' : 'missed',
  ]);
  return alignColumns(
    [['expectation', 'expected', 'measured', ''], ...rows],
    ['left', 'left', 'left', 'left'],
  );
}
