import { describeMachine } from './machine.mjs';
import { alignColumns, figure } from './table.mjs';

const kinds = ['token', 'introspection', 'change'];

/**
 * What callers noticed, as text.
 * @param {import('../measures/rolling-restart.mjs').RollingRestart[]} phases
 * @param {import('../options.mjs').BenchOptions} options
 */
export function renderRollingRestarts(phases, { pace }) {
  const { cpu, cores, node, platform } = describeMachine();
  const rows = phases.map(({ label, seconds, requests, failures, latencies }) => [
    label,
    figure(seconds, 1),
    figure(requests),
    figure(Object.values(failures).reduce((sum, count) => sum + count, 0)),
    ...kinds.flatMap((kind) => [figure(latencies[kind]?.p50Ms, 1), figure(latencies[kind]?.p99Ms, 1)]),
  ]);
  const head = [
    '',
    'seconds',
    'requests',
    'failed',
    ...kinds.flatMap((kind) => [`${kind} p50 ms`, 'p99 ms']),
  ];
  const failed = phases.flatMap(({ label, failures }) =>
    Object.entries(failures).map(([what, count]) => `${label}: ${what} × ${count}`),
  );
  return [
    `${cpu}, ${cores} cores, Node ${node}, ${platform}`,
    `two replicas of each service behind an ingress, ${figure(pace)} tokens/s, ${figure(pace / 5)} introspections/s, ` +
      'changes (a client created and deleted) all the while',
    alignColumns([head, ...rows], ['left', ...head.slice(1).map(() => /** @type {const} */ ('right'))]),
    ...failed,
  ].join('\n\n');
}
