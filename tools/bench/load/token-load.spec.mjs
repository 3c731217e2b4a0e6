import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { runTokenLoad } from './token-load.mjs';

/** @type {Map<string, number>} */
const asked = new Map();
const server = createServer((request, response) => {
  const { authorization = '' } = request.headers;
  asked.set(authorization, (asked.get(authorization) ?? 0) + 1);
  if (authorization === 'Basic refused') response.writeHead(401).end('{"error":"invalid_client"}');
  else response.end(authorization === 'Basic empty' ? '{}' : '{"access_token":"x"}');
});
const nothing = { open: () => {}, close: () => {} };

before(() => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined))));
after(() => server.close());

test('each client asks exactly once, and what is not a token counts as failed', async () => {
  asked.clear();
  const good = Array.from({ length: 48 }, (_, index) => `Basic ${index}`);
  const result = await runTokenLoad(job([...good, 'Basic refused', 'Basic empty']), nothing);
  assert.deepEqual([...asked.values()], Array(50).fill(1));
  assert.deepEqual(result.failures, { 'status 401': 1, 'no access token': 1 });
  assert.ok(result.p50Ms > 0 && result.elapsedSeconds > 0);
});

test('clients are asked for in rotation, and only the window counts', async () => {
  asked.clear();
  /** @type {number[]} */
  const times = [];
  const authorizations = Array.from({ length: 20 }, (_, index) => `Basic ${index}`);
  const mark = () => void times.push(performance.now());
  const result = await runTokenLoad(
    { ...job(authorizations), rampSeconds: 0.2, seconds: 0.5 },
    { open: mark, close: mark },
  );
  const [opened = 0, closed = 0] = times;
  assert.ok(Math.abs((closed - opened) / 1000 - result.elapsedSeconds) < 0.05);
  const total = [...asked.values()].reduce((sum, count) => sum + count, 0);
  assert.ok(result.tokens > 0 && result.tokens < total, `${result.tokens} of ${total}`);
  // Of seven connections each may have begun one round more than its last complete one.
  const [fewest, most] = [Math.min(...asked.values()), Math.max(...asked.values())];
  assert.ok(most - fewest <= 7, `from ${fewest} to ${most} times`);
  assert.deepEqual(result.failures, {});
});

test('no more is asked than the rate allows', async () => {
  asked.clear();
  const begun = performance.now();
  await runTokenLoad({ ...job(['Basic 1']), rampSeconds: 0.2, seconds: 1, rate: 70 }, nothing);
  const seconds = Math.ceil((performance.now() - begun) / 1000);
  const total = asked.get('Basic 1') ?? 0;
  // A connection asks for a second's share at once. The first of its seconds may have begun before ours.
  assert.ok(total > 35 && total <= 70 * (seconds + 1), `${total} in ${seconds} s`);
});

/** @param {string[]} authorizations */
function job(authorizations) {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const requests = authorizations.map((authorization) => ({ authorization }));
  return { tokenUrl: `http://127.0.0.1:${port}/`, requests, body: 'grant_type=x', connections: 7 };
}
