/** What an inner wait leaves of an outer one, so that its answer still arrives; milliseconds. */
const RETURN_TIME_MS = 50;

/** The moment after which nobody waits for an answer any more. Absolute, so it survives queues and hops. */
export class Deadline {
  /** @param at milliseconds since the epoch */
  constructor(readonly at: number) {}

  static after(milliseconds: number): Deadline {
    return new Deadline(Date.now() + milliseconds);
  }

  /** Milliseconds left, zero once it has passed. */
  get remainingMs(): number {
    return Math.max(0, this.at - Date.now());
  }

  get hasPassed(): boolean {
    return Date.now() >= this.at;
  }

  /** A deadline for an inner wait: `milliseconds` from now, and always before this one. */
  within(milliseconds: number): Deadline {
    return new Deadline(Math.min(Date.now() + milliseconds, this.at - RETURN_TIME_MS));
  }
}
