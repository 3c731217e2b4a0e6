/// <reference path="../untyped-packages.d.ts" />
import { setTimeout as delay } from 'node:timers/promises';
import autocannon from 'autocannon';
import { createMeasuringWindow } from './measuring-window.mjs';

/** A request that takes longer counts as failed. */
const timeoutSeconds = 10;
/** Longer than any measurement; ends a run that is never stopped. */
const endlessSeconds = 86_400;
/** Of more than that a connection has its share alone: each keeps all of its own in memory. */
const mostInRotation = 5_000;

/**
 * @typedef {object} LoadJob
 * @property {string} tokenUrl
 * @property {Record<string, string>[]} requests the headers of each, without that of the media type
 * @property {string} body
 * @property {number} connections
 * @property {number} [seconds] how long to measure, with the clients in rotation; unless given, each asks
 *   once
 * @property {number} [rate] requests a second over all connections; unless given, as many as are answered
 * @property {number} [rampSeconds] how long to run before that, so that connections are open and queues
 *   filled
 *
 * @typedef {import('./measuring-window.mjs').WindowResult & { failures: Record<string, number> }} LoadResult
 *   with what went wrong, and how often, from the first request to the last
 *
 * @typedef {{ open: () => void, close: () => void }} WindowListeners called when measuring starts and ends
 */

/**
 * Asks for tokens on every connection, the next one as soon as one is there. Each answer has to be a 200 with
 * an access token in it.
 * @param {LoadJob} job
 * @param {WindowListeners} listeners
 * @returns {Promise<LoadResult>}
 */
export async function runTokenLoad(job, listeners) {
  const { seconds, rampSeconds = 0 } = job;
  const window = createMeasuringWindow();
  const open = () => (window.open(), listeners.open());
  const close = () => (window.close(), listeners.close());
  /** @type {Record<string, number>} */
  const failures = {};
  /** @param {string} what */
  const fail = (what) => (failures[what] = (failures[what] ?? 0) + 1);

  if (seconds === undefined) open();
  const run = startRun(job);
  let lastStatus = 0;
  run.on('response', (_client, statusCode, _bytes, latencyMs) => {
    lastStatus = statusCode;
    if (statusCode === 200) window.record(latencyMs);
    else fail(`status ${statusCode}`);
  });
  // Follows the response that it is about, which counts once.
  run.on('reqMismatch', () => lastStatus === 200 && fail('no access token'));
  run.on('reqError', (error) => fail(error.message));
  if (seconds !== undefined) {
    await delay(rampSeconds * 1000);
    open();
    await delay(seconds * 1000);
    close();
    run.stop();
  }
  await run;
  if (seconds === undefined) close();
  return { ...window.result(), failures };
}

/** @param {LoadJob} job */
function startRun(job) {
  const amount = job.requests.length;
  const connections = job.seconds === undefined ? Math.min(job.connections, amount) : job.connections;
  let connection = 0;
  return autocannon({
    url: job.tokenUrl,
    method: 'POST',
    body: job.body,
    connections,
    ...(job.seconds === undefined ? { amount } : { duration: endlessSeconds }),
    ...(job.rate !== undefined && { overallRate: job.rate }),
    timeout: timeoutSeconds,
    sampleInt: 20,
    setupClient: (client) => client.setRequests(requestsOf(job, connection++, connections)),
    verifyBody: (body) => body.includes('"access_token":"'),
  });
}

/**
 * The requests of one connection: its share when each client asks once or there are very many, else all of them
 * from a place of its own, so that the connections do not ask for the same client at the same time.
 * @param {LoadJob} job
 * @param {number} connection
 * @param {number} connections
 */
function requestsOf({ requests: each, seconds }, connection, connections) {
  const mine = seconds === undefined || each.length > mostInRotation;
  const requests = each
    .filter((_, index) => !mine || index % connections === connection)
    .map((headers) => ({ headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } }));
  if (mine) return requests;
  const start = Math.floor((connection * requests.length) / connections);
  return [...requests.slice(start), ...requests.slice(0, start)];
}
