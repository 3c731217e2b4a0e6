import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until the answer is yes.
 * @param {() => boolean | Promise<boolean>} check
 * @param {{ timeoutMs: number, everyMs?: number }} bounds
 * @returns {Promise<boolean>} false when the time was up before the answer was yes
 */
export async function waitUntil(check, { timeoutMs, everyMs = 10 }) {
  const deadline = performance.now() + timeoutMs;
  while (!(await check())) {
    if (performance.now() > deadline) return false;
    await delay(everyMs);
  }
  return true;
}
