import { askToken } from '../http/ask-token.mjs';
import { percentile } from './statistics.mjs';

/** Polls under way at the same time, so that more than one replica is asked. */
const pollersPerClient = 2;
/** A client that is not refused within that time is counted as never refused. */
const patienceMs = 2000;
/** With so many never refused there is nothing left to find out, and waiting for all would take an hour. */
const enoughNeverRefused = 20;

/**
 * @typedef {import('../http/http-client.mjs').Answer} Answer
 * @typedef {import('../systems/system.mjs').Account} Account
 *
 * @typedef {object} RefusalDelays
 * @property {number} deletes
 * @property {number} p50Ms from the 204 to the first refusal at the token URL
 * @property {number} p99Ms
 * @property {number} maxMs
 * @property {number} tokensAfterDelete issued to requests that were sent after the 204
 * @property {number} tokensAfterRefusal those among them that were asked for after a refusal already
 * @property {number} neverRefused clients
 * @property {Record<string, number>} otherAnswers such as a 429 or a 503, by status
 */

/**
 * Deletes one client after the other, each known to get tokens until then, and asks for its tokens from the
 * moment that the 204 is there.
 * @param {string} tokenUrl
 * @param {Account[]} accounts
 * @param {import('../systems/management-api.mjs').ManagementApi} api
 * @returns {Promise<RefusalDelays>}
 */
export async function measureRefusals(tokenUrl, accounts, api) {
  /** @type {ReturnType<typeof judge>[]} */
  const seen = [];
  for (const account of accounts) {
    if (seen.filter(isEndless).length >= enoughNeverRefused) break;
    const alive = await askToken(tokenUrl, account);
    if (alive.status !== 200) throw new Error(`a client got a ${alive.status} before it was deleted`);
    const { answeredAtMs: deletedAtMs } = await api.deleteClient(account.clientId);
    seen.push(judge(await pollUntilRefused(tokenUrl, account, deletedAtMs + patienceMs), deletedAtMs));
  }
  const delaysMs = seen.map(({ delayMs }) => delayMs).filter(Number.isFinite);
  return {
    deletes: seen.length,
    p50Ms: percentile(delaysMs, 0.5),
    p99Ms: percentile(delaysMs, 0.99),
    maxMs: percentile(delaysMs, 1),
    tokensAfterDelete: seen.reduce((total, { tokens }) => total + tokens, 0),
    tokensAfterRefusal: seen.reduce((total, { lateTokens }) => total + lateTokens, 0),
    neverRefused: seen.filter(isEndless).length,
    otherAnswers: countByStatus(seen.flatMap(({ others }) => others)),
  };
}

/**
 * Each poller goes on until it was refused itself, so that a replica which lags behind shows.
 * @param {string} tokenUrl
 * @param {Account} account
 * @param {number} untilMs
 */
async function pollUntilRefused(tokenUrl, account, untilMs) {
  /** @type {Answer[]} */
  const answers = [];
  const poll = async () => {
    for (;;) {
      const answer = await askToken(tokenUrl, account);
      answers.push(answer);
      if (isRefusal(answer) || answer.answeredAtMs > untilMs) return;
    }
  };
  await Promise.all(Array.from({ length: pollersPerClient }, poll));
  return answers;
}

/**
 * @param {Answer[]} answers to one client's polls
 * @param {number} deletedAtMs
 */
function judge(answers, deletedAtMs) {
  const tokens = answers.filter(({ status }) => status === 200);
  const refusedAtMs = Math.min(...answers.filter(isRefusal).map(({ answeredAtMs }) => answeredAtMs));
  return {
    delayMs: refusedAtMs - deletedAtMs,
    tokens: tokens.length,
    lateTokens: tokens.filter(({ sentAtMs }) => sentAtMs > refusedAtMs).length,
    others: answers.filter((answer) => answer.status !== 200 && !isRefusal(answer)),
  };
}

/** @param {ReturnType<typeof judge>} seen */
function isEndless({ delayMs }) {
  return delayMs === Number.POSITIVE_INFINITY;
}

/** @param {Answer} answer */
function isRefusal({ status, body }) {
  return status === 401 && body?.error === 'invalid_client';
}

/** @param {Answer[]} answers */
function countByStatus(answers) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
