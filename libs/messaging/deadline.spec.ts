import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Deadline } from './deadline.js';
import { RequestContext } from './request-context.js';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

describe('a deadline', () => {
  it('that has passed leaves nothing', () => {
    const past = Deadline.after(-1);
    expect(past.hasPassed).toBe(true);
    expect(past.remainingMs).toBe(0);
  });

  it('that is ahead leaves what lies between', () => {
    const ahead = Deadline.after(YEAR_MS);
    expect(ahead.hasPassed).toBe(false);
    expect(ahead.remainingMs).toBeLessThanOrEqual(YEAR_MS);
    expect(ahead.remainingMs).toBeGreaterThan(YEAR_MS / 2);
  });

  it('of an inner wait is always before the outer one, however long it may take', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (outerMs, innerMs) => {
        const outer = Deadline.after(outerMs);
        expect(outer.within(innerMs).at).toBeLessThan(outer.at);
      }),
    );
  });

  it('of an inner wait is its own where that is sooner', () => {
    const outer = Deadline.after(YEAR_MS);
    expect(outer.within(-YEAR_MS).hasPassed).toBe(true);
    expect(outer.within(YEAR_MS / 2).at).toBeLessThan(outer.at - YEAR_MS / 4);
  });

  it('shrinks with a request, whose id stays', () => {
    const context = new RequestContext('r1', Deadline.after(1_000));
    const inner = context.within(YEAR_MS).within(YEAR_MS);
    expect(inner).toEqual(new RequestContext('r1', new Deadline(context.deadline.at - 100)));
  });
});
