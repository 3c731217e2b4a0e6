import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RefusalPace } from './refusal-pace.js';

let pace: RefusalPace;

beforeEach(() => {
  jest.useFakeTimers();
  pace = new RefusalPace();
});
afterEach(() => {
  jest.useRealTimers();
});

/** After how many milliseconds a refusal is answered on which so much time was spent. */
async function answeredAfter(spentMs: number, isSlowed = false): Promise<number> {
  const begun = performance.now();
  await jest.advanceTimersByTimeAsync(spentMs);
  let answered = Number.NaN;
  const kept = pace.keep(begun, isSlowed).then(() => (answered = performance.now() - begun));
  while (Number.isNaN(answered)) await jest.advanceTimersByTimeAsync(1);
  await kept;
  return answered;
}

describe('12: a refusal', () => {
  it.each([
    [0, 20],
    [1, 20],
    [19, 20],
    [31, 40],
  ])('on which %d ms were spent is answered after %d ms', async (spent, expected) => {
    expect(await answeredAfter(spent)).toBe(expected);
  });
});

describe('47: who is slowed down', () => {
  it('waits for a quarter of a second and more, each time for another while', async () => {
    const waits = [];
    for (let time = 0; time < 50; time++) waits.push(await answeredAfter(3, true));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(250);
    expect(Math.max(...waits)).toBeLessThanOrEqual(501);
    expect(new Set(waits.map((wait) => Math.floor(wait / 50))).size).toBeGreaterThan(2);
  });
});

describe('49: in a flood', () => {
  /** How many of so many refusals in one second are slowed down; then that second is over. */
  async function slowedOf(refusals: number): Promise<number> {
    const slowed = Array.from({ length: refusals }, () => pace.count()).filter((isSlowed) => isSlowed);
    await jest.advanceTimersByTimeAsync(1_000);
    return slowed.length;
  }

  it('all are slowed down from the hundredth in a second on, until a second with few of them is over', async () => {
    expect(await slowedOf(150)).toBe(50);
    expect(await slowedOf(80)).toBe(80);
    expect(await slowedOf(26)).toBe(26);
    expect(await slowedOf(25)).toBe(25);
    expect(await slowedOf(100)).toBe(0);
  });

  it('it is over where nobody was refused for a second', async () => {
    expect(await slowedOf(150)).toBe(50);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await slowedOf(100)).toBe(0);
  });

  it('no more than so many wait at a time', async () => {
    const flood = Array.from({ length: 5_000 }, () => pace.keep(performance.now(), true));
    await expect(pace.keep(performance.now(), true)).resolves.toBeUndefined();
    await jest.advanceTimersByTimeAsync(501);
    await Promise.all(flood);
  });
});
