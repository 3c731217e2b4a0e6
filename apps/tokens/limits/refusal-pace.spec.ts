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
  it('a refusal is one of many, until a second with few of them is over', async () => {
    const flood = Array.from({ length: 150 }, () => pace.count());
    expect(flood.filter((isOneOfMany) => isOneOfMany)).toHaveLength(50);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(pace.count()).toBe(true);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(pace.count()).toBe(false);
  });

  it('a refusal is none of many where nobody was refused for a while', async () => {
    for (let time = 0; time < 150; time++) pace.count();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(pace.count()).toBe(false);
  });

  it('no more than so many wait at a time', async () => {
    const flood = Array.from({ length: 5_000 }, () => pace.keep(performance.now(), true));
    await expect(pace.keep(performance.now(), true)).resolves.toBeUndefined();
    await jest.advanceTimersByTimeAsync(501);
    await Promise.all(flood);
  });
});
