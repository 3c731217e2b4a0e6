import { constants } from 'node:os';
import { endTracing, type Logger } from '@postern/observability';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** How long a process may take to finish what it has in hand; above what any request waits. */
const MOST_SHUTDOWN_MS = 15_000;

/**
 * Ends this process at the first SIGTERM or SIGINT, until `stopOnSignal` knows what has to be put in order first. Of itself a
 * signal ends any process but the first one of a container.
 */
export function endOnSignal(): void {
  for (const signal of SIGNALS) process.on(signal, end);
}

function end(signal: (typeof SIGNALS)[number]): void {
  process.exit(128 + constants.signals[signal]);
}

/**
 * Stops this process in good order at the first SIGTERM or SIGINT, and in any order when that takes too long.
 *
 * @param delayMs how long `stop` waits before it begins
 */
export function stopOnSignal(logger: Logger, stop: () => Promise<void>, delayMs = 0): void {
  let stopping = false;
  const finish = () => stop().finally(endTracing);
  const begin = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), delayMs + MOST_SHUTDOWN_MS).unref();
    finish().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'did not stop in good order');
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) {
    process.on(signal, begin);
    process.off(signal, end);
  }
}
