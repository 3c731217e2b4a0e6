import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Metrics } from '@postern/observability';
import { RedisMetrics } from '../client-records/redis-metrics.js';
import { createLogger } from '@postern/observability';
import {
  asService,
  deferred,
  eventually,
  startTestRedis,
  TestResources,
  type TestServer,
} from '@postern/testing';
import { Redis } from 'ioredis';
import { RedisLink, RedisUrl } from '../client-records/redis-link.js';
import { LoadRevokedSet } from './load-revoked-set.js';
import { KEPT_AFTER_EXPIRY_SECONDS, RevokedSet } from './revoked-set.js';
import { RevokedSetKeeper } from './revoked-set-keeper.js';
import type { RevokedTokenRepository } from './revoked-token.repository.js';

const resources = new TestResources();
const logger = createLogger({ service: 'test', level: 'error', format: 'json' });
const exp = Math.floor(Date.now() / 1_000) + 3_600;
const over = Math.floor(Date.now() / 1_000) - KEPT_AFTER_EXPIRY_SECONDS - 10;
let server: TestServer;
let link: RedisLink;
let set: RevokedSet;
let direct: Redis;

beforeAll(async () => {
  server = await startTestRedis(resources);
  link = new RedisLink(
    new RedisUrl(asService(server.url, 'tokens')),
    logger,
    new RedisMetrics(new Metrics()),
  );
  resources.add(link, () => {
    link.onApplicationShutdown();
  });
  set = new RevokedSet(link);
  // A look behind it may take as long as it likes.
  direct = resources.add(new Redis(server.url, { keyPrefix: 'postern:' }), (redis) => {
    redis.disconnect();
  });
  direct.on('error', () => undefined);
  await eventually('Redis is known', () => link.serverId !== undefined);
});

beforeEach(() => direct.flushall());

afterAll(() => resources.release());

const members = () => direct.zrange('revoked', '0', '-1');

async function restart(): Promise<void> {
  const before = link.serverId;
  await server.restart();
  await eventually('the new server is known', () => link.serverId !== undefined && link.serverId !== before);
}

describe('24: the set of revoked tokens', () => {
  it('tells of a token that it is revoked, and of others that they are not only when it is complete', async () => {
    await set.hold([{ jti: 'a', exp }]);
    expect([await set.check('a'), await set.check('b')]).toEqual([true, undefined]);
    expect(await set.complete(await set.lease())).toBe(true);
    expect([await set.check('a'), await set.check('b')]).toEqual([true, false]);
    expect(await set.isComplete()).toBe(true);
  });

  it('is not complete by a lease that was lost with it, nor by one that is used already', async () => {
    const lease = await set.lease();
    await direct.flushall();
    expect(await set.complete(lease)).toBe(false);
    const next = await set.lease();
    expect([await set.complete(next), await set.complete(next)]).toEqual([true, false]);
  });

  it('is not complete on a server that came up with an old snapshot, nor by a lease in there', async () => {
    await set.complete(await set.lease());
    const lease = await set.lease();
    await direct.save();
    await set.hold([{ jti: 'later', exp }]);
    await restart();
    expect(await members()).toContain(lease.member);
    expect(await set.isComplete()).toBe(false);
    await set.complete(lease);
    expect([await set.isComplete(), await set.check('later')]).toEqual([false, undefined]);
  });

  it('keeps nothing of servers that are gone', async () => {
    await set.complete(await set.lease());
    await direct.save();
    await restart();
    await set.complete(await set.lease());
    expect(await members()).toEqual([`complete:${link.serverId}`]);
  });

  it('forgets what expired long ago, and leases left behind, and nothing else', async () => {
    await set.complete(await set.lease());
    await set.hold([{ jti: 'living', exp }]);
    await direct.zadd('revoked', over, 'expired', over, 'lease:left', over + 60, 'clocks differ');
    await set.hold([]);
    expect(await members()).toEqual(['clocks differ', 'living', `complete:${link.serverId}`]);
  });

  it('takes a revoked token even where Redis is too full to write', async () => {
    await set.complete(await set.lease());
    await direct.config('SET', 'maxmemory-policy', 'noeviction');
    await direct.config('SET', 'maxmemory', '1');
    await expect(direct.set('anything', 'else')).rejects.toThrow('OOM');
    await set.hold([{ jti: 'a', exp }]);
    expect(await set.check('a')).toBe(true);
    await direct.config('SET', 'maxmemory', '0');
  });
});

describe('24: the keeper of the set', () => {
  const all = Array.from({ length: 2_500 }, (_, at) => ({ jti: `t${String(at).padStart(4, '0')}`, exp }));

  function keeperOf(after: (last: string) => Promise<typeof all>): RevokedSetKeeper {
    const repository = { after } as unknown as RevokedTokenRepository;
    return new RevokedSetKeeper(link, set, new LoadRevokedSet(set, repository), logger);
  }

  it('loads all there is, page by page, once', async () => {
    const asked: string[] = [];
    const keeper = keeperOf((last) => {
      asked.push(last);
      return Promise.resolve(all.filter(({ jti }) => jti > last).slice(0, 1_000));
    });
    await keeper.attempt();
    await keeper.attempt();
    expect(asked).toEqual(['', 't0999', 't1999', 't2499']);
    expect(await members()).toEqual([...all.map(({ jti }) => jti), `complete:${link.serverId}`]);
  });

  it('loads again what came to be owed during a load', async () => {
    const begun = deferred();
    const goOn = deferred();
    let loads = 0;
    const keeper = keeperOf(async () => {
      loads++;
      begun.resolve();
      await goOn.promise;
      return [];
    });
    const first = keeper.attempt();
    await begun.promise;
    keeper.oweLoad();
    goOn.resolve();
    await first;
    for (let time = 0; time < 2; time++) await keeper.attempt();
    expect(loads).toBe(2);
  });

  it('tries again after Postgres has failed', async () => {
    const answers = [Promise.reject(new Error('down')), Promise.resolve([])];
    const keeper = keeperOf(() => answers.shift()!);
    await keeper.attempt();
    expect(await set.isComplete()).toBe(false);
    await keeper.attempt();
    expect(await set.isComplete()).toBe(true);
  });
});
