import { createRequire } from 'node:module';
import { startChild } from '../child-process.mjs';

/** @typedef {import('./system.mjs').Account} Account */

/**
 * @param {Account[]} accounts to register
 * @param {string} folder for its log
 */
export function startFloor(accounts, folder) {
  return startServerProcess('./floor-server.mjs', 'floor: only parses and signs', accounts, folder);
}

/**
 * @param {Account[]} accounts to register
 * @param {string} folder for its log
 */
export function startOidcProvider(accounts, folder) {
  const { version } = createRequire(import.meta.url)('oidc-provider/package.json');
  return startServerProcess('./oidc-provider-server.mjs', `oidc-provider ${version}`, accounts, folder);
}

/**
 * Starts one of the single-process systems beside this file and waits until it listens.
 * @param {string} file
 * @param {string} label
 * @param {Account[]} accounts
 * @param {string} folder for its log
 * @returns {Promise<import('./system.mjs').System>}
 */
async function startServerProcess(file, label, accounts, folder) {
  const child = startChild(new URL(file, import.meta.url), folder);
  child.send(accounts);
  /** @type {string} */
  const tokenUrl = await child.listen((message, finish) => finish(message.tokenUrl));
  return { label, tokenUrl, accounts, parts: [{ name: 'node', pid: child.pid }] };
}
