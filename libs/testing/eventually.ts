import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 20;

/**
 * Waits until `check` resolves to something other than undefined or false, and returns it. For outcomes that the
 * system promises without a moment: the bound only ends a test that has failed.
 *
 * @throws Error that says what was awaited, with what `check` threw last
 */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 60_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const result = await check();
      if (result !== undefined && result !== false) return result;
    } catch (error) {
      last = error;
    }
    await delay(EVERY_MS);
  }
  throw new Error(`Not within ${withinMs} ms: ${what}`, { cause: last });
}
