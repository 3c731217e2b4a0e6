import { readdirSync, readFileSync } from 'node:fs';

/**
 * One process as /proc shows it.
 *
 * @typedef {object} ProcessStat
 * @property {number} pid
 * @property {number} parentPid
 * @property {number} cpuTicks user and system time of all its threads, and of its children that ended, in
 *   clock ticks
 */

/**
 * Every process of the machine that can be seen; Linux only.
 * @returns {ProcessStat[]}
 */
export function readProcesses() {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => readStat(Number(pid)) ?? []);
}

/**
 * The process with that id and all its descendants.
 * @param {ProcessStat[]} processes
 * @param {number} rootPid
 */
export function treeOf(processes, rootPid) {
  const found = new Set([rootPid]);
  // A child may be listed before its parent, so look again until nothing new turns up.
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const { pid, parentPid } of processes) if (found.has(parentPid)) found.add(pid);
  }
  return processes.filter(({ pid }) => found.has(pid));
}

/**
 * @param {number} pid
 * @returns {ProcessStat | undefined}
 */
function readStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold blanks and parentheses itself; see proc_pid_stat(5).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15).map(Number);
    return { pid, parentPid: Number(fields[1]), cpuTicks: utime + stime + cutime + cstime };
  } catch {
    return undefined; // It ended meanwhile.
  }
}
