import { outsideTraces } from '@postern/observability';

/** A task that runs every so often, at once when woken, and never twice at a time. */
export class Wakeable {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = true;

  /**
   * @param everyMs pause between two runs
   * @param task must not reject
   */
  constructor(
    private readonly everyMs: number,
    private readonly task: () => Promise<void>,
  ) {}

  start(): void {
    this.stopped = false;
    this.wake();
  }

  wake(): void {
    if (this.stopped) return;
    if (this.running !== undefined) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    // It does the work of all who may have woken it, and goes on for long after them.
    outsideTraces(() => this.run());
  }

  /** Runs no more, and resolves when the run under way is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private run(): void {
    this.running = this.task().finally(() => {
      this.running = undefined;
      if (this.stopped) return;
      if (this.again) {
        this.again = false;
        this.wake();
      } else {
        this.timer = setTimeout(() => this.wake(), this.everyMs);
      }
    });
  }
}
