import { describe, expect, it } from '@jest/globals';
import { deferred } from '@postern/testing';
import fc from 'fast-check';
import { KeyedQueue } from './keyed-queue.js';

describe('a keyed queue', () => {
  it('runs tasks of one key one after another, those of another key beside them', async () => {
    const queue = new KeyedQueue();
    const first = deferred();
    const begun: string[] = [];
    const run = (key: string, name: string, until?: Promise<void>) =>
      queue.run(key, async () => {
        begun.push(name);
        await until;
      });
    const all = [run('a', 'a1', first.promise), run('a', 'a2'), run('b', 'b1')];
    await all[2];
    expect(begun).toEqual(['a1', 'b1']);
    first.resolve();
    await Promise.all(all);
    expect(begun).toEqual(['a1', 'b1', 'a2']);
  });

  it('gives each caller the outcome of its own task', async () => {
    const queue = new KeyedQueue();
    const outcomes = await Promise.allSettled([
      queue.run('a', () => Promise.resolve(1)),
      queue.run('a', () => Promise.reject(new Error('two'))),
      queue.run('a', () => Promise.resolve(3)),
    ]);
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: new Error('two') },
      { status: 'fulfilled', value: 3 },
    ]);
  });

  it('keeps the order of every key and never runs two of one at a time, whatever fails', async () => {
    const task = fc.record({ key: fc.constantFrom('a', 'b', 'c'), turns: fc.nat(3), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(task), async (tasks) => {
        const queue = new KeyedQueue();
        const running = new Set<string>();
        const finished: number[] = [];
        const results = tasks.map(({ key, turns, fails }, number) =>
          queue.run(key, async () => {
            expect(running.has(key)).toBe(false);
            running.add(key);
            for (let turn = 0; turn < turns; turn++) await Promise.resolve();
            running.delete(key);
            finished.push(number);
            if (fails) throw new Error('failed');
            return number;
          }),
        );
        const outcomes = await Promise.allSettled(results);
        expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(tasks.map(({ fails }) => fails));
        for (const key of ['a', 'b', 'c']) {
          const ofKey = (number: number) => tasks[number]?.key === key;
          expect(finished.filter(ofKey)).toEqual([...tasks.keys()].filter(ofKey));
        }
      }),
    );
  });
});
