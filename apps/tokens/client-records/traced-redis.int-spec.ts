import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Metrics } from '@postern/observability';
import {
  asService,
  collectTraces,
  eventually,
  quiet,
  startTestRedis,
  TestResources,
  type TestServer,
} from '@postern/testing';
import { KEYS } from '../redis-rights.js';
import { RedisLink, RedisUrl } from './redis-link.js';
import { RedisMetrics } from './redis-metrics.js';

const CANARY = 'canary-91ab';
const resources = new TestResources();
let server: TestServer;
let traces: Awaited<ReturnType<typeof collectTraces>>;
let link: RedisLink;

beforeAll(async () => {
  server = await startTestRedis(resources);
  traces = await collectTraces(resources);
  const url = new RedisUrl(asService(server.url, 'tokens'));
  link = new RedisLink(url, quiet, new RedisMetrics(new Metrics()));
  resources.add(link, () => link.onApplicationShutdown());
  await eventually('it is connected', () => link.serverId !== undefined);
});
afterAll(() => resources.release());

describe('a command', () => {
  it('44: is a span that tells its name, and neither key nor value', async () => {
    const work = async () => {
      await link.redis.set(`${KEYS.record}${CANARY}`, CANARY, 'PX', 60_000);
      expect(await link.redis.mget(`${KEYS.record}${CANARY}`)).toEqual([CANARY]);
    };
    const spans = await traces.traced(work, 'begin > MGET');
    expect(Object.keys(spans).sort()).toEqual(['begin', 'begin > MGET', 'begin > SET']);
    expect(spans['begin > SET']).toMatchObject({ kind: 'client', failed: false });
    expect(spans['begin > SET']!.attributes).toEqual({
      'db.system.name': 'redis',
      'db.operation.name': 'SET',
    });
    for (const body of traces.collector.bodies) expect(body.includes(CANARY)).toBe(false);
  });

  it('of a script tells the name that it has with us, the first time and later', async () => {
    link.redis.defineCommand('twice', { numberOfKeys: 1, lua: "return redis.call('GET', KEYS[1])" });
    const twice = () =>
      (link.redis as unknown as { twice: (key: string) => Promise<string> }).twice(KEYS.fresh);
    for (let time = 0; time < 2; time++) {
      const spans = await traces.traced(twice, 'begin > EVALSHA twice');
      expect(spans['begin > EVALSHA twice']!.attributes).toMatchObject({
        'db.stored_procedure.name': 'twice',
      });
    }
  });

  it('44: that is refused tells its kind, and not of what', async () => {
    const refused = () => link.redis.zscore(`${KEYS.record}${CANARY}`, CANARY).catch(() => undefined);
    const spans = await traces.traced(refused, 'begin > ZSCORE');
    expect(spans['begin > ZSCORE']).toMatchObject({
      failed: true,
      attributes: { 'error.type': 'SimpleError' },
    });
    for (const body of traces.collector.bodies) expect(body.includes(CANARY)).toBe(false);
  });

  it('fails as it would without a trace', async () => {
    await server.stop();
    const fails = () => expect(link.redis.get(KEYS.fresh)).rejects.toThrow();
    await fails();
    await traces.traced(fails, 'begin > GET');
    await server.restart();
    await eventually('it is connected again', () => link.serverId !== undefined);
  });
});
