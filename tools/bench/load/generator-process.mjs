import { startChild } from '../child-process.mjs';
import { basicAuthorization, tokenRequestBody } from '../systems/system.mjs';

/** Long enough for every connection to be open and under way. */
const rampSeconds = 0.5;

/**
 * @typedef {import('./token-load.mjs').LoadResult} LoadResult
 * @typedef {import('./token-load.mjs').WindowListeners} WindowListeners
 * @typedef {Pick<import('../systems/system.mjs').System, 'tokenUrl' | 'accounts'>} Target
 *
 * @typedef {object} Generator
 * @property {(target: Target, seconds: number, listeners?: WindowListeners) => Promise<LoadResult>} rotate
 *   keeps every connection busy for that long, the accounts in rotation
 * @property {(target: Target, connections?: number) => Promise<LoadResult>} askOnce lets every account ask
 *   for one token
 */

/**
 * Starts the process that all load comes from, for every system the same one.
 * @param {number} connections
 * @param {string} folder for its log
 * @returns {Generator}
 */
export function startGenerator(connections, folder) {
  const child = startChild(new URL('./load-generator.mjs', import.meta.url), folder);

  /**
   * @param {Target} target
   * @param {Partial<import('./token-load.mjs').LoadJob>} how
   * @param {WindowListeners} [listeners]
   * @returns {Promise<LoadResult>}
   */
  function run({ tokenUrl, accounts }, how, listeners) {
    const authorizations = accounts.map(basicAuthorization);
    child.send({ tokenUrl, authorizations, body: tokenRequestBody, connections, ...how });
    return child.listen((message, finish) => {
      if (message.event === 'open') listeners?.open();
      else if (message.event === 'close') listeners?.close();
      else finish(message.result);
    });
  }

  return {
    rotate: (target, seconds, listeners) => run(target, { seconds, rampSeconds }, listeners),
    askOnce: (target, most = connections) => run(target, { connections: Math.min(most, connections) }),
  };
}
