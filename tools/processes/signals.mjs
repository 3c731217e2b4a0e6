import { stillRuns } from './identity.mjs';
import { waitUntil } from './wait-until.mjs';

/**
 * Sends a signal to a process and to what it started. Every process that we start leads its own group.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(pid, signal) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // Not a group leader, or already gone.
    }
  }
}

/**
 * @typedef {object} Seen a process as somebody else noted it
 * @property {number} pid
 * @property {string} identity see {@link stillRuns}
 * @property {NodeJS.Signals} stopSignal the signal that makes it end in good order
 * @property {number} graceMs how long it may take over that
 */

/**
 * Ends a process that is not (or no longer) our child; returns when it is gone.
 * @param {Seen} seen
 */
export async function endProcess(seen) {
  const gone = () => !stillRuns(seen);
  if (gone()) return;
  signalGroup(seen.pid, seen.stopSignal);
  if (await waitUntil(gone, { timeoutMs: seen.graceMs, everyMs: 20 })) return;
  signalGroup(seen.pid, 'SIGKILL');
  await waitUntil(gone, { timeoutMs: 5_000, everyMs: 20 });
}
