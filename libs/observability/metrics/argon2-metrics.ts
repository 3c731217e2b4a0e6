import { QUICK_SECONDS, secondsSince } from './durations.js';
import { Metrics } from './metrics.js';

/** As a limit of what runs at once counts it. */
interface Queue {
  readonly activeCount: number;
  readonly pendingCount: number;
}

/** How argon2 is doing, which is what costs most: by queue, since each has a length of its own. */
export class Argon2Metrics {
  private readonly running;
  private readonly waiting;
  private readonly refused;
  private readonly durations;

  /** @param queues what runs in which queue */
  constructor(metrics: Metrics, queues: string) {
    const labels = { queue: queues };
    this.running = metrics.gauge({
      name: 'postern_argon2_running',
      help: 'Hashes that argon2 works on.',
      labels,
    });
    this.waiting = metrics.gauge({
      name: 'postern_argon2_waiting',
      help: 'Those who wait for argon2.',
      labels,
    });
    this.refused = metrics.counter({
      name: 'postern_argon2_refused_total',
      help: 'Those who were told to try again, since too many wait for argon2.',
      labels,
    });
    this.durations = metrics.histogram(
      {
        name: 'postern_argon2_duration_seconds',
        help: 'Time that argon2 takes for a hash, without the wait for it.',
        labels,
      },
      QUICK_SECONDS,
    );
  }

  /** For a command, which ends before anybody asks. */
  static unread(): Argon2Metrics {
    return new Argon2Metrics(new Metrics(), '');
  }

  of(name: string, queue: Queue): Argon2Report {
    const labels = { queue: name };
    this.running.from(() => queue.activeCount, labels);
    this.waiting.from(() => queue.pendingCount, labels);
    this.refused.inc(labels, 0);
    return {
      refused: () => this.refused.inc(labels),
      measured: async (work) => {
        const begun = performance.now();
        try {
          return await work();
        } finally {
          this.durations.observe(labels, secondsSince(begun));
        }
      },
    };
  }
}

/** What one queue reports. */
export interface Argon2Report {
  readonly refused: () => void;
  readonly measured: <T>(work: () => Promise<T>) => Promise<T>;
}
