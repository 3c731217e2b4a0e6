import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Metrics } from '@postern/observability';
import {
  asService,
  eventually,
  quiet,
  startTestRedis,
  TestResources,
  type TestServer,
} from '@postern/testing';
import { Redis } from 'ioredis';
import { KEYS } from '../redis-rights.js';
import { RedisLink, RedisUrl } from './redis-link.js';
import { RedisMetrics } from './redis-metrics.js';

const resources = new TestResources();
let server: TestServer;
let link: RedisLink;

beforeAll(async () => {
  server = await startTestRedis(resources);
  link = new RedisLink(new RedisUrl(asService(server.url, 'tokens')), quiet, new RedisMetrics(new Metrics()));
  resources.add(link, () => link.onApplicationShutdown());
  await eventually('it is connected', () => link.serverId !== undefined);
});
afterAll(() => resources.release());

/** Keeps this process from doing anything else. */
function stall(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

it('a command outlasts stalls of the process itself, which are no fault of Redis', async () => {
  // What comes next in the loop are timers, before what has arrived is read.
  await new Promise(setImmediate);
  const asked = link.redis.mget(KEYS.fresh);
  stall(600);
  expect(await asked).toEqual([null]);
});

it('a command to a Redis that hangs fails, and does not wait for it', async () => {
  const administrator = resources.add(new Redis(server.url), (redis) => redis.disconnect());
  await administrator.call('CLIENT', 'PAUSE', '3600000', 'ALL');
  await expect(link.redis.mget(KEYS.fresh)).rejects.toThrow('Command timed out');
});
