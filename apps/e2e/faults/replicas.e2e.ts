import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { NatsOperator } from '../system/nats-operator.js';
import { whileDown, whileHanging } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import type { ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { emptyRedis, withRedis } from '../system/stores.js';
import { Traffic } from '../system/traffic.js';

const resources = new TestResources();
let postern: OwnPostern;

beforeAll(async () => {
  // Durable, since here Postgres is killed: what it has acknowledged has to be on its disk.
  postern = await startPostern(resources, {}, { durable: true });
});
afterAll(() => resources.release());

/** Traffic while something happens and after it: every answer is right or 503, and in the end all are right. */
async function underTraffic(fault: (traffic: Traffic) => Promise<void>): Promise<void> {
  const traffic = new Traffic(postern);
  await traffic.goesOn();
  try {
    await fault(traffic);
    await recovered();
    await traffic.goesOn();
  } finally {
    await traffic.end();
  }
  expect(traffic.wrong).toEqual([]);
}

/** By itself: requests are answered, and client records are kept in Redis, so that they are answered quickly. */
async function recovered(): Promise<void> {
  await eventually('every kind of request works', async () => {
    const client = await postern.createClient();
    const token = await postern.accessToken(client);
    return (
      (await postern.whoami(token)).status === 200 && (await postern.deleteClient(client)).status === 204
    );
  });
  await eventually('records are kept in Redis', async () => {
    await postern.accessToken(postern.admin);
    return withRedis(
      postern,
      async (redis) =>
        (await redis.exists('postern:fresh', `postern:record:${postern.admin.client_id}`)) === 2,
    );
  });
}

interface Life {
  readonly client: ApplicationClient;
  readonly token: string;
}

/** So many that a replica that hangs has a part in the end of some. */
function lives(): Promise<Life[]> {
  const each = Array.from({ length: 12 }, async () => {
    const client = await postern.createClient();
    return { client, token: await postern.accessToken(client) };
  });
  return Promise.all(each);
}

/** Asks until it is acknowledged; a replica that hangs holds some of the requests until they are answered 503. */
async function end(all: readonly Life[]): Promise<void> {
  const gone = async ({ client }: Life) => [204, 404].includes((await postern.deleteClient(client)).status);
  await Promise.all(all.map((one) => eventually('deleted', () => gone(one))));
}

/** By every replica that answers at all. */
async function expectEnded(all: readonly Life[]): Promise<void> {
  const asked = Array.from({ length: 6 }, () => all).flat();
  const tokens = await Promise.all(asked.map(({ client }) => postern.requestToken(client)));
  const seen = new Set(tokens.map(({ status }) => status));
  expect([seen.has(401), seen.has(200)]).toEqual([true, false]);
  const introspected = await Promise.all(asked.map(({ token }) => postern.introspect(postern.admin, token)));
  expect(introspected.filter(({ body }) => body.includes('"active":true'))).toEqual([]);
  expect(new Set(introspected.map(({ status }) => status))).toContain(200);
}

describe('a replica that hangs', () => {
  it('22, 54: of the tokens service: who is deleted meanwhile is refused by the other, and by it afterwards', async () => {
    const all = await lives();
    await whileHanging(postern.replicas('tokens').slice(0, 1), async () => {
      await end(all);
      await expectEnded(all);
    });
    await expectEnded(all);
    await recovered();
    await expectEnded(all);
  });

  it('22, 54: of the tokens service, with Redis emptied before it goes on', async () => {
    const all = await lives();
    await whileHanging(postern.replicas('tokens').slice(1), async () => {
      await end(all);
      await emptyRedis(postern);
    });
    await expectEnded(all);
    await recovered();
    await expectEnded(all);
  });

  it('22, 54: of the clients service: a delete that is acknowledged holds', async () => {
    const all = await lives();
    await whileHanging(postern.replicas('clients').slice(0, 1), async () => {
      await end(all);
      await expectEnded(all);
    });
    await recovered();
    await expectEnded(all);
  });
});

describe('under traffic nothing dead comes alive, nothing acknowledged is lost, and all recovers by itself', () => {
  it('54: with one replica of each service killed, then the other', async () => {
    await underTraffic(async (traffic) => {
      for (const index of [0, 1]) {
        const replicas = [postern.replicas('tokens')[index]!, postern.replicas('clients')[index]!];
        await whileDown(replicas, () => traffic.goesOn(), 'killed');
      }
    });
  });

  it('54: with the gateway killed', async () => {
    await underTraffic(() => whileDown(postern.replicas('gateway'), () => Promise.resolve(), 'killed'));
  });

  it('54: with Redis killed', async () => {
    await underTraffic((traffic) => whileDown([postern.server('redis')], () => traffic.goesOn(), 'killed'));
  });

  it('54: with Redis hanging for longer than a record is trusted', async () => {
    await underTraffic((traffic) => whileHanging([postern.server('redis')], () => traffic.goesOn(60)));
  });

  it('54: with Redis emptied again and again', async () => {
    await underTraffic(async (traffic) => {
      const enough = new AbortController();
      const emptied = (async () => {
        while (!enough.signal.aborted) await emptyRedis(postern);
      })();
      await traffic.goesOn(40).finally(() => enough.abort());
      await emptied;
    });
  });

  it('54: with Postgres killed', async () => {
    await underTraffic(() => whileDown([postern.server('postgres')], () => Promise.resolve(), 'killed'));
  });

  it.each(['stopped', 'killed'] as const)('54: with NATS %s, three times', async (how) => {
    await underTraffic(async (traffic) => {
      for (let time = 0; time < 3; time++) {
        await whileDown([postern.server('nats')], () => Promise.resolve(), how);
        await traffic.goesOn(5);
      }
    });
  });

  it('54: with NATS that has lost all its streams', async () => {
    await underTraffic(() =>
      whileDown([postern.server('nats')], () =>
        rm(join(postern.home, 'nats', 'jetstream'), { recursive: true }),
      ),
    );
  });

  it('54: with the stream replayed from its start', async () => {
    const operator = await NatsOperator.connect(postern, resources);
    await underTraffic(async (traffic) => {
      await operator.forget('CLIENTS', 'tokens');
      await eventually('all is heard again', () => operator.hasHeardAll('CLIENTS', 'tokens'));
      await traffic.goesOn();
    });
  });
});
