import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deferred, type Deferred } from '@postern/testing';
import fc from 'fast-check';
import { Wakeable } from './wakeable.js';

const EVERY_MS = 1_000;

let runs: Deferred<void>[];
let wakeable: Wakeable;

beforeEach(() => {
  jest.useFakeTimers();
  runs = [];
  wakeable = new Wakeable(EVERY_MS, () => {
    const run = deferred();
    runs.push(run);
    return run.promise;
  });
});
afterEach(async () => {
  const stopped = wakeable.stop();
  for (const run of runs) run.resolve();
  await stopped;
  jest.useRealTimers();
});

/** Lets a run end, and all follow that follows from it at once. */
async function finish(run: number): Promise<void> {
  runs[run]!.resolve();
  await jest.advanceTimersByTimeAsync(0);
}

describe('a wakeable task', () => {
  it('runs at its start and then every so often, counted from the end of the run before', async () => {
    wakeable.start();
    expect(runs).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(runs).toHaveLength(1);
    await finish(0);
    await jest.advanceTimersByTimeAsync(EVERY_MS - 1);
    expect(runs).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(runs).toHaveLength(2);
  });

  it('runs at once when it is woken, and then waits its time again', async () => {
    wakeable.start();
    await finish(0);
    await jest.advanceTimersByTimeAsync(EVERY_MS / 2);
    wakeable.wake();
    expect(runs).toHaveLength(2);
    await finish(1);
    await jest.advanceTimersByTimeAsync(EVERY_MS - 1);
    expect(runs).toHaveLength(2);
  });

  it('runs once more after the run during which it was woken, however often that was', async () => {
    wakeable.start();
    wakeable.wake();
    wakeable.wake();
    expect(runs).toHaveLength(1);
    await finish(0);
    expect(runs).toHaveLength(2);
    await finish(1);
    expect(runs).toHaveLength(2);
  });

  it('does not run before it is started, nor after it is stopped', async () => {
    wakeable.wake();
    expect(runs).toHaveLength(0);
    wakeable.start();
    await finish(0);
    await wakeable.stop();
    wakeable.wake();
    await jest.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(runs).toHaveLength(1);
  });

  it.each(['', ', though it was woken again'])(
    'is stopped when the run under way is done%s',
    async (woken) => {
      wakeable.start();
      if (woken) wakeable.wake();
      let stopped = false;
      const stopping = wakeable.stop().then(() => (stopped = true));
      await jest.advanceTimersByTimeAsync(10 * EVERY_MS);
      expect(stopped).toBe(false);
      runs[0]!.resolve();
      await stopping;
      // Nothing is left that would keep the process alive.
      expect(jest.getTimerCount()).toBe(0);
      expect(runs).toHaveLength(1);
    },
  );

  it('never runs twice at a time, and always after it was last woken, whatever happens', async () => {
    jest.useRealTimers();
    const step = fc.constantFrom('wake', 'end', 'turn');
    await fc.assert(
      fc.asyncProperty(fc.array(step), async (steps) => {
        const open: Deferred<void>[] = [];
        let running = 0;
        let wokenSince = true;
        const task = new Wakeable(60_000, async () => {
          expect(++running).toBe(1);
          wokenSince = false;
          const run = deferred();
          open.push(run);
          await run.promise;
          running--;
        });
        task.start();
        for (const what of steps) {
          if (what === 'wake') {
            wokenSince = true;
            task.wake();
          } else if (what === 'end') open.pop()?.resolve();
          await new Promise(setImmediate);
        }
        while (open.length > 0) {
          open.pop()!.resolve();
          await new Promise(setImmediate);
        }
        expect(wokenSince).toBe(false);
        await task.stop();
      }),
    );
  });
});
