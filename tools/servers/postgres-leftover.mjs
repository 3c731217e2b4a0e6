import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { identityOf } from '../processes/identity.mjs';
import { endProcess } from '../processes/signals.mjs';

/**
 * Ends a postmaster that still runs on this data folder although nobody is left who started it.
 * Its pid file may be older than that pid's present owner, so that what the process does is looked at.
 * @param {string} data
 */
export async function endStalePostmaster(data) {
  let pid;
  try {
    pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return;
  }
  const identity = pid > 1 ? identityOf(pid) : undefined;
  if (identity === undefined || !runsOn(pid, data)) return;
  await endProcess({ pid, identity, stopSignal: 'SIGINT', graceMs: 20_000 });
}

/**
 * @param {number} pid
 * @param {string} data
 */
function runsOn(pid, data) {
  try {
    // A postmaster works in its data folder.
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(data);
  } catch {
    return false;
  }
}
