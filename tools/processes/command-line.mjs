import { constants } from 'node:os';
import { Problem } from '../report/problem.mjs';
import { endAllProcesses } from './child.mjs';
import { watchNpm } from './launcher.mjs';

/**
 * Runs a command's work and makes sure that, however it ends, nothing that it started is left.
 * @param {(context: { onStop: (stop: () => Promise<void>) => void }) => Promise<number | undefined>} work
 *   resolves with the exit code, or with undefined when it goes on until it is stopped; what it gives to
 *   `onStop` makes an orderly end of it, after which the exit code is 0
 */
export async function runCommandLine(work) {
  /** @type {(() => Promise<void>) | undefined} */
  let stopInOrder;
  let stopping = false;

  /** @param {number} code */
  const end = async (code) => {
    if (stopping) return;
    stopping = true;
    try {
      if (stopInOrder !== undefined) {
        await stopInOrder();
        code = 0;
      }
    } catch (error) {
      console.error(explain(error));
      code = 1;
    }
    await endAllProcesses();
    process.exit(code);
  };

  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => void end(128 + constants.signals[signal]));
  }
  watchNpm(() => void end(1));

  try {
    const code = await work({ onStop: (stop) => (stopInOrder = stop) });
    if (code !== undefined) await end(code);
  } catch (error) {
    // What fails because it is being stopped is not worth a word.
    if (stopping) return;
    console.error(explain(error));
    await end(1);
  }
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof Problem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
