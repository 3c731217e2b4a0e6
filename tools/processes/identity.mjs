import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * @typedef {object} ProcessFacts
 * @property {string} identity tells it from a later process with the same pid: its start, and in which boot
 * @property {number} parent
 * @property {string} command name of its program
 */

/**
 * @param {number} pid
 * @returns {ProcessFacts | undefined} undefined when no such process runs (a zombie does not run)
 */
export function factsOf(pid) {
  return process.platform === 'linux' ? factsFromProc(pid) : factsFromPs(pid);
}

/**
 * @param {number} pid
 * @returns {string | undefined}
 */
export function identityOf(pid) {
  return factsOf(pid)?.identity;
}

/**
 * @param {{ pid: number, identity: string }} seen a process as it was noted earlier
 * @returns {boolean} whether that very process still runs
 */
export function stillRuns({ pid, identity }) {
  return identityOf(pid) === identity;
}

/**
 * @param {number} pid
 * @returns {ProcessFacts | undefined}
 */
function factsFromProc(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name stands in brackets and may itself contain spaces and brackets.
  const command = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, startedTicks] = [fields[0], fields[1], fields[19]];
  if (state === 'Z' || state === 'X') return undefined;
  return { identity: `${bootId()}:${startedTicks}`, parent: Number(parent), command };
}

/** @type {string | undefined} */
let knownBootId;

function bootId() {
  knownBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return knownBootId;
}

/**
 * @param {number} pid
 * @returns {ProcessFacts | undefined}
 */
function factsFromPs(pid) {
  let line;
  try {
    line = execFileSync('ps', ['-o', 'state=,ppid=,lstart=,comm=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
  // The start is five words: `Tue Mar 4 10:11:12 2025`.
  const [state = 'Z', parent, ...rest] = line.trim().split(/\s+/);
  if (state.startsWith('Z')) return undefined;
  return { identity: rest.slice(0, 5).join(' '), parent: Number(parent), command: rest.slice(5).join(' ') };
}
