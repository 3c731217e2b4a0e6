import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readProcesses, treeOf } from './process-tree.mjs';

/** @typedef {Record<string, number>} ByPart a figure for each part of a system, by its name */

/**
 * CPU time that each part has taken since it started, in seconds: all threads, and children too, ended or
 * not. Undefined where the operating system is not Linux.
 * @param {import('../systems/system.mjs').Part[]} parts
 * @returns {ByPart | undefined}
 */
export function readCpuSeconds(parts) {
  return byPart(parts, ({ cpuTicks }) => cpuTicks / ticksPerSecond());
}

/**
 * Memory that each part holds, in bytes; a page that several processes share counts once.
 * Undefined where the operating system is not Linux.
 * @param {import('../systems/system.mjs').Part[]} parts
 * @returns {ByPart | undefined}
 */
export function readMemoryBytes(parts) {
  return byPart(parts, ({ pid }) => readProportionalBytes(pid));
}

/**
 * @param {import('../systems/system.mjs').Part[]} parts
 * @param {(process: import('./process-tree.mjs').ProcessStat) => number} read
 * @returns {ByPart | undefined}
 */
function byPart(parts, read) {
  if (process.platform !== 'linux') return undefined;
  const processes = readProcesses();
  /** @type {ByPart} */
  const figures = {};
  for (const { name, pid } of parts) {
    const sum = treeOf(processes, pid).reduce((total, each) => total + read(each), 0);
    figures[name] = (figures[name] ?? 0) + sum;
  }
  return figures;
}

/**
 * The proportional share (PSS), or where that may not be read, all that is resident (RSS).
 * @param {number} pid
 */
function readProportionalBytes(pid) {
  return (
    readKilobytes(`/proc/${pid}/smaps_rollup`, 'Pss') ?? readKilobytes(`/proc/${pid}/status`, 'VmRSS') ?? 0
  );
}

/**
 * @param {string} file
 * @param {string} field
 */
function readKilobytes(file, field) {
  try {
    const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'latin1'));
    return found ? Number(found[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** @type {number | undefined} */
let knownTicksPerSecond;

function ticksPerSecond() {
  knownTicksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return knownTicksPerSecond;
}
