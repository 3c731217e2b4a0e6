import { Injectable } from '@nestjs/common';

/** Refusals are answered after a whole number of these; milliseconds. Above what looking up an unknown client takes. */
const STEP_MS = 20;
/** For who is slowed down, and for all in a flood: this long, and up to as much again at random. */
const SLOW_STEP_MS = 250;
/** A flood begins with so many refusals in a second, and is over after one of few: slowed down as it is, it has fewer. */
const MANY_IN_A_SECOND = 100;
const FEW_IN_A_SECOND = 25;
/** So many may wait; in a flood beyond that the next is answered at once. */
const MOST_WAITING = 5_000;

/**
 * When a refusal is answered. How long it takes tells nobody what was looked at: whether there is such a client, and
 * how far it came. And who asks again as soon as it is answered, as a flood does, is kept from taking the machine's time
 * from clients that get in.
 */
@Injectable()
export class RefusalPace {
  private second = 0;
  private refusals = 0;
  private isFlood = false;
  private waiting = 0;

  /** Counts a refusal. Returns whether it is part of a flood, in which all are slowed down. */
  count(): boolean {
    const second = Math.floor(performance.now() / 1_000);
    if (second !== this.second) {
      this.isFlood &&= second === this.second + 1 && this.refusals > FEW_IN_A_SECOND;
      [this.second, this.refusals] = [second, 0];
    }
    this.refusals++;
    this.isFlood ||= this.refusals > MANY_IN_A_SECOND;
    return this.isFlood;
  }

  /**
   * Resolves when a refusal may be answered.
   *
   * @param begun when the request came, by `performance.now()`
   * @param isSlowed where it is one of many, or of who has failed too often
   */
  async keep(begun: number, isSlowed: boolean): Promise<void> {
    const stepMs = isSlowed ? SLOW_STEP_MS : STEP_MS;
    if (this.waiting >= MOST_WAITING) return;
    this.waiting++;
    try {
      // At random times, or all that came at once would come back at once, and others wait behind them.
      const spreadMs = isSlowed ? Math.random() * stepMs : 0;
      const leftMs = stepMs - ((performance.now() - begun) % stepMs) + spreadMs;
      await new Promise((resolve) => setTimeout(resolve, leftMs));
    } finally {
      this.waiting--;
    }
  }
}
