import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';

/** Answers in turn, the last one for ever. */
function answers(...given: (() => unknown)[]) {
  let asked = 0;
  return () => given[Math.min(asked++, given.length - 1)]!();
}

const fails = () => {
  throw new Error('not yet');
};

describe('eventually', () => {
  it('is the first outcome that is neither undefined nor false, whatever failed before', async () => {
    const check = answers(
      fails,
      () => undefined,
      () => false,
      () => Promise.reject(new Error('no')),
      () => 0,
    );
    expect(await eventually('a number', check)).toBe(0);
  });

  it('fails with what was awaited and what was thrown last', async () => {
    await expect(eventually('a miracle', fails, 1)).rejects.toEqual(
      new Error('Not within 1 ms: a miracle', { cause: new Error('not yet') }),
    );
  });
});
