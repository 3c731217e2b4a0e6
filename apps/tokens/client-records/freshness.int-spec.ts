import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { clientsHeartbeat, clientUpdated, type ClientRecord } from '@postern/contracts';
import { HandlesEvent } from '@postern/messaging';
import {
  createTestDatabase,
  deferred,
  eventually,
  startTestNats,
  startTestRedis,
  TestResources,
} from '@postern/testing';
import type { ClientService } from '../fixtures/client-service.js';
import { newClient } from '../fixtures/records.js';
import { startController } from '../fixtures/start-controller.js';
import { context, redisOf, TokensStage } from '../fixtures/tokens-stage.js';
import { ClientRecords } from './client-records.js';

const resources = new TestResources();
let ofTest = new TestResources();
let natsUrl: string;
let stage: TokensStage;
let clients: ClientService;
let replica: INestMicroservice;

beforeAll(async () => {
  const [nats, redisServer, databaseUrl] = await Promise.all([
    startTestNats(resources),
    startTestRedis(resources),
    createTestDatabase(resources),
  ]);
  natsUrl = nats.url;
  stage = await TokensStage.open({ natsUrl, redisUrl: redisServer.url, databaseUrl }, resources);
  clients = await stage.startClientService();
});

beforeEach(async () => {
  replica = await startReplica();
  clients.reads.length = 0;
});

afterEach(() => endReplicas());

afterAll(() => resources.release());

async function startReplica(): Promise<INestMicroservice> {
  const started = await stage.startReplica(ofTest);
  await connected(started);
  return started;
}

function connected(one: INestMicroservice): Promise<unknown> {
  return eventually('the replica knows its Redis', () => redisOf(one).serverId !== undefined);
}

async function commit(): Promise<ClientRecord> {
  const { record } = await newClient();
  clients.commit(record);
  return record;
}

/** Those of this test; others may be started afterwards. */
async function endReplicas(): Promise<void> {
  await ofTest.release();
  ofTest = new TestResources();
}

async function find({ client_id }: ClientRecord, one = replica): Promise<ClientRecord | undefined> {
  return (await one.get(ClientRecords).find(client_id, context())).record;
}

/** Up to which moment everything is known to be applied; 0 where nothing is. */
async function freshUntil(): Promise<number> {
  return Number((await stage.redis.get('fresh'))?.split(' ')[0] ?? 0);
}

async function beatAndWait(): Promise<void> {
  // One that comes while an event is being handled is passed over.
  const start = Date.now();
  await eventually('a heartbeat counts', async () => {
    await clients.beat();
    return (await freshUntil()) >= start;
  });
}

const isSuperseded = async (record: ClientRecord) =>
  /^2\nsuperseded/.test((await stage.redis.get(`record:${record.client_id}`)) ?? '');

function refusedHeartbeats(): number {
  return stage.lines.filter(
    ({ msg, cause }) => msg === 'heartbeat passed over' && /earlier events/.test(String(cause)),
  ).length;
}

describe('a heartbeat', () => {
  it('lets records be answered from Redis, at every replica', async () => {
    const other = await startReplica();
    const record = await commit();
    await beatAndWait();
    for (const one of [replica, replica, other]) expect(await find(record, one)).toEqual(record);
    expect(clients.reads).toHaveLength(1);
  });

  it('does not count before an event that no replica can handle, and trust ends until one can', async () => {
    const [stuck, calm] = [await commit(), await commit()];
    await beatAndWait();
    await find(calm);
    // The script that ends a record fails on what is not text.
    await stage.redis.del(`record:${stuck.client_id}`);
    await stage.redis.hset(`record:${stuck.client_id}`, 'not', 'text');
    await clients.publishUpdate({ ...stuck, version: 2 });
    const refused = refusedHeartbeats();
    const first = await clients.beat();
    await clients.beat();
    await eventually('the heartbeats are passed over', () => refusedHeartbeats() >= refused + 2);
    expect(await freshUntil()).toBeLessThan(first.getTime());

    await eventually('records are read through', async () => {
      const reads = clients.reads.length;
      await find(calm);
      return clients.reads.length > reads;
    });
    await stage.redis.del(`record:${stuck.client_id}`);
    await eventually('the event is handled', () => isSuperseded(stuck));
    await beatAndWait();
  });

  it('does not count before an event that hangs at another replica, until this one has handled it', async () => {
    const record = await commit();
    await beatAndWait();
    await find(record);
    await endReplicas();

    const hanging = await startController(HangingReplica, 'tokens', natsUrl, ofTest);
    ofTest.add(hanging, () => {
      hanging.release();
    });
    await clients.publishUpdate({ ...record, version: 2 });
    await eventually('it hangs', () => hanging.holds > 0);
    replica = await startReplica();
    const start = Date.now();
    const superseded = await eventually('a heartbeat counts', async () => {
      await clients.beat();
      const [fresh, entry] = await stage.redis.mget('fresh', `record:${record.client_id}`);
      return Number(fresh?.split(' ')[0] ?? 0) >= start && entry;
    });
    expect(superseded).toMatch(/^2\nsuperseded/);
  });

  it('of before a lost connection counts no more, since changes may have been missed meanwhile', async () => {
    const record = await commit();
    await beatAndWait();
    await find(record);
    redisOf(replica).redis.disconnect(true);
    await eventually('the connection is lost', () => redisOf(replica).serverId === undefined);
    await connected(replica);
    clients.reads.length = 0;
    await find(record);
    await find(record);
    expect(clients.reads).toHaveLength(2);
    await beatAndWait();
    await find(record);
    await find(record);
    expect(clients.reads).toHaveLength(2);
  });
});

/** A replica that takes an event and neither handles it nor gives it back. */
@Controller()
class HangingReplica {
  holds = 0;
  private readonly end = deferred();

  release(): void {
    this.end.resolve();
  }

  @HandlesEvent(clientUpdated)
  async hold(): Promise<void> {
    this.holds++;
    await this.end.promise;
  }

  @HandlesEvent(clientsHeartbeat)
  leaveToOthers(): void {
    throw new Error('not here');
  }
}
