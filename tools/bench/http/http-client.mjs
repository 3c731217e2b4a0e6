import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} body parsed JSON; undefined when there is none
 * @property {number} sentAtMs on the clock of performance.now()
 * @property {number} answeredAtMs when the last byte was there
 */

/**
 * Keeps connections open, as an integration would; plain node:http, since fetch adds to the times measured.
 */
const agent = new Agent({ keepAlive: true });
const timeoutMs = 10_000;

/**
 * @param {string} method
 * @param {string} url
 * @param {{ headers?: Record<string, string>, body?: string }} [content]
 * @returns {Promise<Answer>}
 */
export function ask(method, url, { headers = {}, body = '' } = {}) {
  return new Promise((resolve, reject) => {
    const sentAtMs = performance.now();
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request(
      url,
      { method, agent, timeout: timeoutMs, headers: { ...headers, ...length } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.once('error', reject).once('end', () => {
          const answeredAtMs = performance.now();
          resolve({ status: response.statusCode ?? 0, body: parse(text), sentAtMs, answeredAtMs });
        });
      },
    );
    sent.once('timeout', () => sent.destroy(new Error(`${method} ${url}: no answer in ${timeoutMs} ms`)));
    sent.once('error', reject).end(body);
  });
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
