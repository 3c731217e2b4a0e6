import { resolve } from 'node:path';
import { Problem } from '../report/problem.mjs';

/**
 * @typedef {object} Settings what the launcher itself needs to know; all else is for the services
 * @property {number} port 0 for a free one
 * @property {string} host
 * @property {string} [issuer] the gateway's address unless given
 * @property {string} home
 */

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} root relative homes start here
 * @returns {Settings}
 * @throws {Problem} with a line for each value that is wrong
 */
export function readSettings(environment, root) {
  const { PORT = '3000', HOST = '127.0.0.1', ISSUER, POSTERN_HOME = '.postern' } = environment;
  const problems = [
    ...portProblems(PORT),
    ...(/^[\w.:%-]+$/.test(HOST) ? [] : [`HOST is ${quoted(HOST)}: an address or a name is needed.`]),
    ...(ISSUER === undefined ? [] : issuerProblems(ISSUER)),
    ...(POSTERN_HOME === '' ? ['POSTERN_HOME is empty: name a folder, or leave it out.'] : []),
  ];
  if (problems.length > 0) throw new Problem(problems.join('\n'));
  return {
    port: Number(PORT),
    host: HOST,
    home: resolve(root, POSTERN_HOME),
    ...(ISSUER === undefined ? {} : { issuer: ISSUER }),
  };
}

/** @param {string} text */
function portProblems(text) {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return [];
  return [`PORT is ${quoted(text)}: a number from 1 to 65535 is needed, or 0 for any free port.`];
}

/**
 * RFC 8414 section 2: a URL without query and fragment; with a path, metadata would stand elsewhere.
 * @param {string} text
 */
function issuerProblems(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const bare = url !== undefined && /^\/*$/.test(url.pathname) && url.username === '' && url.password === '';
  if (bare && /^https?:$/.test(url.protocol) && !/[?#]/.test(text)) return [];
  return [
    `ISSUER is ${quoted(text)}: an http or https URL of a host alone is needed, without path and query.`,
  ];
}

/** @param {string} text */
function quoted(text) {
  return JSON.stringify(text);
}
