import type { Logger } from './logger.js';

/**
 * Ends this process, with a log line and code 1, at an error that nobody handles, as one at its start. Node would write it in a
 * format of its own, with whatever the error holds.
 */
export function endOnError(logger: Logger): void {
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'ended by an error');
    process.exit(1);
  });
}
