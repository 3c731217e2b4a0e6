import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics } from '@postern/observability';
import { RedisMetrics } from './redis-metrics.js';
import { RecordMetrics } from './record-metrics.js';
import type { ClientRecord } from '@postern/contracts';
import type { NatsLink } from '@postern/messaging';
import { createLogger } from '@postern/observability';
import { eventually, startTestRedis, TestResources, type TestServer } from '@postern/testing';
import { Redis } from 'ioredis';
import { bareRecord } from '../fixtures/records.js';
import { RecordCache } from './record-cache.js';
import { RedisLink, RedisUrl } from './redis-link.js';

const CLIENT = 'pcl_0000000000000000000000';
const STREAM = '2026-01-01T00:00:00Z';

const resources = new TestResources();
const logger = createLogger({ service: 'test', level: 'error', format: 'json' });
let server: TestServer;
let link: RedisLink;
let cache: RecordCache;

beforeAll(async () => {
  server = await startTestRedis(resources);
  link = new RedisLink(new RedisUrl(server.url), logger, new RedisMetrics(new Metrics()));
  resources.add(link, () => {
    link.onApplicationShutdown();
  });
  cache = new RecordCache(link, { connectedSince: 0 } as NatsLink, new RecordMetrics(new Metrics()));
  await connected();
});

beforeEach(async () => {
  await link.redis.flushall();
  await cache.markFresh(new Date(), STREAM);
});

afterAll(() => resources.release());

const connected = () => eventually('Redis is known', () => link.serverId !== undefined);

function recordOf(version: number): ClientRecord {
  return bareRecord({ client_id: CLIENT, scopes: ['a'], version });
}

async function fill(version: number): Promise<boolean> {
  const { generation } = await cache.read(CLIENT);
  return cache.settle(CLIENT, await cache.lease(CLIENT), recordOf(version), generation);
}

async function trusted() {
  return (await cache.read(CLIENT)).trusted;
}

describe('the record cache', () => {
  it('gives back a record that was filled, in whole', async () => {
    expect(await fill(1)).toBe(true);
    expect(await trusted()).toMatchObject({ state: 'record', record: recordOf(1) });
  });

  it('keeps a deleted client deleted when an earlier event comes late', async () => {
    await cache.supersede({ client_id: CLIENT, version: 3 }, true);
    await cache.supersede({ client_id: CLIENT, version: 2 }, false);
    expect(await trusted()).toEqual({ state: 'deleted', version: 3 });
  });

  it('keeps a newer record when an earlier event comes late', async () => {
    await fill(3);
    await cache.supersede({ client_id: CLIENT, version: 2 }, false);
    expect(await trusted()).toMatchObject({ state: 'record', record: recordOf(3) });
  });

  it('does not keep what a reader brings that is older than what is known', async () => {
    await cache.supersede({ client_id: CLIENT, version: 2 }, false);
    expect(await fill(1)).toBe(false);
    expect(await trusted()).toBeUndefined();
  });

  it('does not keep what a reader brings that a change has overtaken, even when all is flushed', async () => {
    const lease = await cache.lease(CLIENT);
    await cache.supersede({ client_id: CLIENT, version: 2 }, true);
    await link.redis.flushall();
    await cache.markFresh(new Date(), STREAM);
    const { generation } = await cache.read(CLIENT);
    expect(await cache.settle(CLIENT, lease, recordOf(1), generation)).toBe(false);
    expect(await trusted()).toBeUndefined();
  });

  it('51: forgets that there is no such client when it is created', async () => {
    const { generation } = await cache.read(CLIENT);
    await cache.settle(CLIENT, await cache.lease(CLIENT), undefined, generation);
    expect(await trusted()).toMatchObject({ state: 'absent' });
    await cache.supersede({ client_id: CLIENT, version: 1 }, false);
    expect(await trusted()).toBeUndefined();
    expect(await fill(1)).toBe(true);
  });

  it('trusts no record without a heartbeat', async () => {
    await fill(1);
    await link.redis.del('fresh');
    expect(await trusted()).toBeUndefined();
    await cache.markFresh(new Date(), STREAM);
    expect(await trusted()).toMatchObject({ state: 'record' });
  });

  it('takes a heartbeat of more than five seconds ago for none', async () => {
    await link.redis.del('fresh');
    const late = cache.markFresh(new Date(Date.now() - 5_001), STREAM);
    await expect(late).rejects.toThrow(/ms old/);
    expect((await cache.read(CLIENT)).generation).toBeUndefined();
  });

  it('lets a late heartbeat not take back a later one', async () => {
    const later = await link.redis.get('fresh');
    await cache.markFresh(new Date(Date.now() - 2_000), STREAM);
    expect(await link.redis.get('fresh')).toBe(later);
  });

  it('trusts no record from before the stream was lost', async () => {
    await fill(1);
    await cache.markFresh(new Date(), 'another incarnation');
    expect(await trusted()).toBeUndefined();
  });

  it('trusts no record of a server that came up with an old snapshot', async () => {
    await fill(1);
    // Writing to a disk may take longer than a command of the service.
    const administrator = resources.add(new Redis(server.url), (redis) => redis.disconnect());
    await administrator.save();
    await cache.supersede({ client_id: CLIENT, version: 2 }, true);
    const before = link.serverId;
    await server.restart();
    await eventually(
      'the new server is known',
      () => link.serverId !== undefined && link.serverId !== before,
    );
    expect(await link.redis.exists(`record:${CLIENT}`)).toBe(1);
    expect(await trusted()).toBeUndefined();
    await cache.markFresh(new Date(), STREAM);
    expect(await trusted()).toBeUndefined();
  });

  it('ends a record even where Redis is too full to write', async () => {
    await fill(1);
    await link.redis.config('SET', 'maxmemory-policy', 'noeviction');
    await link.redis.config('SET', 'maxmemory', '1');
    await expect(link.redis.set('anything', 'else')).rejects.toThrow('OOM');
    await cache.supersede({ client_id: CLIENT, version: 2 }, true);
    expect(await trusted()).toEqual({ state: 'deleted', version: 2 });
    await link.redis.config('SET', 'maxmemory', '0');
  });
});
