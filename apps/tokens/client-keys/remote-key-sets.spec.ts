import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deferred, loggerInto, type LogLine } from '@postern/testing';
import { newKeyPair } from '../fixtures/assertions.js';
import type { FetchedKeySet, FetchKeySet } from './fetch-key-set.js';
import { RemoteKeySets } from './remote-key-sets.js';

const URI = 'https://client.example/path?key=value';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const fetch = jest.fn<FetchKeySet['execute']>();
let now: number;
let lines: LogLine[];
let sets: RemoteKeySets;

beforeEach(() => {
  now = Date.parse('2030-01-01T00:00:00.000Z');
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  fetch.mockReset();
  lines = [];
  sets = new RemoteKeySets({ execute: fetch } as unknown as FetchKeySet, loggerInto(lines));
});
afterEach(() => {
  jest.restoreAllMocks();
});

const answer = (kids: string[], maxAgeSeconds?: number): FetchedKeySet => ({
  keys: kids.map((kid) => newKeyPair(kid).jwk),
  maxAgeSeconds,
});
const publishes = (...said: Parameters<typeof answer>) =>
  fetch.mockImplementation(() => Promise.resolve(answer(...said)));
const isDown = () => fetch.mockImplementation(() => Promise.reject(new Error('no route')));
const knows = async (kid: string | undefined, uri = URI) => (await sets.of(uri, kid, 'r1')).knows(kid);

describe('keys that a client publishes', () => {
  it.each([
    [undefined, 5 * MINUTE],
    [600, 10 * MINUTE],
    [0, MINUTE],
    [59, MINUTE],
    [3_600, 60 * MINUTE],
    [9_999_999_999, 60 * MINUTE],
  ])('37: are kept where max-age is %j for %d ms', async (maxAge, keptMs) => {
    publishes(['a'], maxAge);
    await knows('a');
    now += keptMs - 1;
    await knows('a');
    expect(fetch).toHaveBeenCalledTimes(1);
    now += 1;
    await knows('a');
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('37: are fetched once for all who wait, and again for those who come later', async () => {
    const gate = deferred<FetchedKeySet>();
    fetch.mockReturnValue(gate.promise);
    const waiting = Array.from({ length: 100 }, () => knows('a'));
    gate.resolve(answer(['a']));
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]));
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('37: are fetched again for a kid that is not among them, every 30 s at most', async () => {
    publishes(['a'], 3_600);
    await knows('a');
    publishes(['a', 'b'], 3_600);
    expect(await knows('b')).toBe(false);
    now += 30 * SECOND - 1;
    expect(await knows('b')).toBe(false);
    expect(fetch).toHaveBeenCalledTimes(1);
    now += 1;
    expect(await knows('b')).toBe(true);
    for (let count = 0; count < 100; count++) await knows(`unknown ${count}`);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('37: are used for ten minutes more while their host does not answer, and not after', async () => {
    publishes(['a']);
    await knows('a');
    isDown();
    now += 15 * MINUTE - 1;
    expect(await knows('a')).toBe(true);
    now += 1;
    await expect(knows('a')).rejects.toThrow('cannot be fetched');
    publishes(['b']);
    now += 5 * SECOND;
    expect(await knows('b')).toBe(true);
  });

  it('37: are gone as soon as their host says so', async () => {
    publishes(['a']);
    await knows('a');
    publishes([]);
    now += 5 * MINUTE;
    expect(await knows('a')).toBe(false);
  });

  it('37: that cannot be fetched are tried again after five seconds, and that is told without path and query', async () => {
    isDown();
    for (const [afterMs, tries] of [
      [0, 1],
      [4_999, 1],
      [1, 2],
      [4_999, 2],
      [1, 3],
    ] as const) {
      now += afterMs;
      await expect(knows('a')).rejects.toThrow('cannot be fetched');
      expect(fetch).toHaveBeenCalledTimes(tries);
    }
    expect(lines[0]).toMatchObject({ host: 'client.example', cause: 'no route' });
    expect(JSON.stringify(lines)).not.toMatch(/path|value/);
  });

  it('37: are fetched from twenty hosts at once, with forty waiting, and then it is unavailable', async () => {
    const gate = deferred<FetchedKeySet>();
    fetch.mockReturnValue(gate.promise);
    const waiting = Array.from({ length: 60 }, (_, index) => knows('a', `https://client-${index}.example/`));
    await expect(knows('a')).rejects.toMatchObject({ code: 'unavailable' });
    expect(fetch).toHaveBeenCalledTimes(20);
    gate.resolve(answer(['a']));
    await Promise.all(waiting);
    expect(await knows('a')).toBe(true);
  });
});
