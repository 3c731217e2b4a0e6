import { setImmediate } from 'node:timers/promises';

/**
 * Interleaves concurrent work step by step: one waiting step happens at a time, drawn at random, and each to its
 * end before the next. (fast-check's own scheduler draws among what waits without regard to commands that are on
 * their way to a server, so it never puts one reader's step between two commands of another.)
 */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private busy = 0;

  /** @param draws which of the waiting steps is next, by its number modulo how many there are */
  constructor(private readonly draws: Iterator<number>) {}

  /** Resolves when it is the caller's turn. */
  next(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Does the work when it is its turn; its result arrives at a later turn. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    await this.next();
    this.busy++;
    try {
      return await work();
    } finally {
      this.busy--;
      await this.next();
    }
  }

  /** Gives turns until all of this is done. */
  async run(all: Promise<unknown>[]): Promise<void> {
    const running = { done: false };
    const finished = Promise.all(all).finally(() => (running.done = true));
    finished.catch(() => undefined);
    for (;;) {
      do await setImmediate();
      while (this.busy > 0);
      if (running.done) break;
      const draw = this.draws.next().value as number;
      this.waiting.splice(draw % this.waiting.length, 1)[0]?.();
    }
    await finished;
  }
}
