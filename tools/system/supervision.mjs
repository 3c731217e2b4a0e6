import { setTimeout as delay } from 'node:timers/promises';
import { describeExit } from '../processes/child.mjs';

const shortestPauseMs = 500;
const longestPauseMs = 30_000;
// Who lived that long had recovered from whatever it was before.
const recoveredAfterMs = 60_000;

/**
 * Starts again what ends without being asked to, with growing pauses when it keeps doing so.
 * @param {Array<import('../processes/restartable.mjs').Restartable & { name: string, replica?: number }>} members
 * @param {import('../report/report.mjs').Report} report
 * @returns {() => void} ends the supervision
 */
export function supervise(members, report) {
  const ended = new AbortController();

  for (const member of members) {
    const title = member.replica === undefined ? member.name : `${member.name}-${member.replica}`;
    let pauseMs = shortestPauseMs;
    let upSince = performance.now();

    /** @param {string} what */
    const bringBack = async (what) => {
      if (performance.now() - upSince > recoveredAfterMs) pauseMs = shortestPauseMs;
      for (;;) {
        report.say(`${title} ${what}; starting it again in ${pauseMs / 1000} s`);
        await delay(pauseMs, undefined, { signal: ended.signal });
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
        try {
          await member.restart();
          upSince = performance.now();
          report.say(`${title} is up again`);
          return;
        } catch (error) {
          what = /** @type {Error} */ (error).message.split('\n')[0] ?? 'did not start';
        }
      }
    };
    member.onLost((exit) => {
      if (!ended.signal.aborted) bringBack(`ended unexpectedly (${describeExit(exit)})`).catch(() => {});
    });
  }
  return () => ended.abort();
}
