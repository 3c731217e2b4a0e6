import { startChild } from '../child-process.mjs';
import { basicAuthorization, tokenRequestBody } from '../systems/system.mjs';

/** Long enough for every connection to be open and under way. */
const rampSeconds = 0.5;

/**
 * @typedef {import('./token-load.mjs').LoadResult} LoadResult
 * @typedef {import('./token-load.mjs').WindowListeners} WindowListeners
 * @typedef {Pick<import('../systems/system.mjs').System, 'tokenUrl' | 'accounts'> & { rate?: number }} Target with
 *   a rate in requests a second where it is not to be as fast as can be
 *
 * @typedef {object} Generator
 * @property {(target: Target, seconds: number, listeners?: WindowListeners) => Promise<LoadResult>} rotate
 *   keeps every connection busy for that long, the accounts in rotation
 * @property {(target: Target, connections?: number) => Promise<LoadResult>} askOnce lets every account ask
 *   for one token
 * @property {(tokenUrl: string, requests: Record<string, string>[], seconds: number, listeners: WindowListeners) =>
 *   Promise<LoadResult>} flood sends these, by their headers, as fast as they are answered
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
   * @param {string} tokenUrl
   * @param {Record<string, string>[]} requests
   * @param {Partial<import('./token-load.mjs').LoadJob>} how
   * @param {WindowListeners} [listeners]
   * @returns {Promise<LoadResult>}
   */
  function run(tokenUrl, requests, how, listeners) {
    child.send({ tokenUrl, requests, body: tokenRequestBody, connections, ...how });
    return child.listen((message, finish) => {
      if (message.event === 'open') listeners?.open();
      else if (message.event === 'close') listeners?.close();
      else finish(message.result);
    });
  }

  return {
    rotate: ({ tokenUrl, accounts, rate }, seconds, listeners) =>
      run(tokenUrl, accounts.map(asAccount), { seconds, rampSeconds, ...(rate && { rate }) }, listeners),
    askOnce: ({ tokenUrl, accounts }, most = connections) =>
      run(tokenUrl, accounts.map(asAccount), { connections: Math.min(most, connections) }),
    flood: (tokenUrl, requests, seconds, listeners) =>
      run(tokenUrl, requests, { seconds, rampSeconds }, listeners),
  };
}

/** @param {import('../systems/system.mjs').Account} account */
function asAccount(account) {
  return { authorization: basicAuthorization(account) };
}
