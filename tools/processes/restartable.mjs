/**
 * @typedef {import('./child.mjs').RunningProcess} RunningProcess
 * @typedef {import('./child.mjs').Exit} Exit
 */

/**
 * @typedef {object} Restartable
 * @property {number} pid changes with a restart
 * @property {() => Promise<void>} stop asks it to end, kills it when it does not; resolves when it is gone
 * @property {(signal: NodeJS.Signals) => void} kill sends a signal and does not wait
 * @property {() => Promise<void>} restart stops it if it runs, and resolves when it is up again
 * @property {(listener: (exit: Exit) => void) => void} onLost called when it ended and nobody here asked it
 *   to; a signal sent with `kill` does not count as asking
 */

/**
 * A process that is the same to its users however often it is started anew.
 * @param {(first: boolean) => Promise<RunningProcess>} start resolves when the process is up
 * @returns {Promise<Restartable>}
 */
export async function restartable(start) {
  /** @type {Set<(exit: Exit) => void>} */
  const listeners = new Set();
  let askedToEnd = false;
  let running = watch(await start(true));
  // One after the other: a stop during a restart must end what the restart brings up.
  let turn = Promise.resolve();

  /** @param {RunningProcess} started */
  function watch(started) {
    void started.exited.then((exit) => {
      if (!askedToEnd) for (const listener of listeners) listener(exit);
    });
    return started;
  }

  /** @param {() => Promise<void>} work */
  function inTurn(work) {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  }

  return {
    get pid() {
      return running.pid;
    },
    kill: (signal) => running.kill(signal),
    onLost: (listener) => void listeners.add(listener),
    stop: () =>
      inTurn(() => {
        askedToEnd = true;
        return running.stop();
      }),
    restart: () =>
      inTurn(async () => {
        askedToEnd = true;
        await running.stop();
        running = watch(await start(false));
        askedToEnd = false;
      }),
  };
}
