import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestMicroservice } from '@nestjs/common';
import { supersedeClientRecord, type ClientRecord } from '@postern/contracts';
import { Deadline, RequestContext } from '@postern/messaging';
import {
  createTestDatabase,
  deferred,
  eventually,
  startTestNats,
  startTestRedis,
  TestResources,
} from '@postern/testing';
import type { ClientService } from '../fixtures/client-service.js';
import { newClient, newClientId } from '../fixtures/records.js';
import { context, redisOf, TokensStage } from '../fixtures/tokens-stage.js';
import { ClientRecords } from './client-records.js';

const resources = new TestResources();
let redis: Awaited<ReturnType<typeof startTestRedis>>;
let stage: TokensStage;
let replicas: INestMicroservice[];
let clients: ClientService;

beforeAll(async () => {
  const nats = await startTestNats(resources);
  redis = await startTestRedis(resources);
  const databaseUrl = await createTestDatabase(resources);
  stage = await TokensStage.open({ natsUrl: nats.url, redisUrl: redis.url, databaseUrl }, resources);
  clients = await stage.startClientService();
  replicas = [await stage.startReplica(), await stage.startReplica()];
});

beforeEach(async () => {
  clients.holdAnswers(Promise.resolve());
  await connected();
  clients.reads.length = 0;
});

afterAll(() => resources.release());

const connected = () =>
  eventually('both replicas know their Redis', () =>
    replicas.every((replica) => redisOf(replica).serverId !== undefined),
  );

async function commit(more: Partial<ClientRecord> = {}): Promise<ClientRecord> {
  const { record } = await newClient(more);
  clients.commit(record);
  return record;
}

async function find(clientId: string, replica = replicas[0]!, asked = context()) {
  return (await replica.get(ClientRecords).find(clientId, asked)).record;
}

/** Resolves when each replica has an answer to all that it has asked Redis before, or has given up waiting for it. */
async function afterRedis(): Promise<void> {
  await Promise.allSettled(replicas.map((replica) => redisOf(replica).redis.get('fresh')));
  await new Promise(setImmediate);
}

describe('a client record that is not in Redis', () => {
  it.each([
    ['a client', true],
    ['none', false],
  ])('50: is read once a replica for a thousand who wait for it, where there is %s', async (_, exists) => {
    const record = exists ? await commit() : undefined;
    const clientId = record?.client_id ?? newClientId();
    const answer = deferred();
    clients.holdAnswers(answer.promise);
    const waiting = replicas.map((replica) =>
      Promise.all(Array.from({ length: 1_000 }, () => find(clientId, replica))),
    );
    await afterRedis();
    await eventually('both have asked', () => clients.reads.length >= 2);
    answer.resolve();
    for (const found of (await Promise.all(waiting)).flat()) expect(found).toEqual(record);
    expect(clients.reads).toEqual([clientId, clientId]);
  });

  it('is read for those who have time, although the one who came first has none', async () => {
    const { client_id, ...rest } = await commit();
    const answer = deferred();
    clients.holdAnswers(answer.promise);
    const short = new RequestContext('short', Deadline.after(100));
    const first = find(client_id, replicas[0], short).catch(() => undefined);
    await afterRedis();
    const second = find(client_id, replicas[0]);
    await afterRedis();
    await eventually('the time of the first is over', () => short.deadline.hasPassed);
    answer.resolve();
    expect(await second).toEqual({ client_id, ...rest });
    await first;
  });

  it('does not keep others waiting: each client is read for itself', async () => {
    const [slow, quick] = [await commit(), await commit()];
    const answer = deferred();
    clients.holdAnswers(answer.promise);
    const waiting = find(slow.client_id);
    await eventually('it is asked for', () => clients.reads.includes(slow.client_id));
    clients.holdAnswers(Promise.resolve());
    expect(await find(quick.client_id)).toEqual(quick);
    answer.resolve();
    expect(await waiting).toEqual(slow);
  });
});

describe('a change', () => {
  it('counts at every replica from the answer to "supersede" on', async () => {
    const record = await commit();
    for (let version = 2; version < 12; version++) {
      await clients.beat();
      await Promise.all(replicas.map((replica) => find(record.client_id, replica)));
      const changed = { ...record, version };
      clients.commit(changed);
      await stage.ask(supersedeClientRecord, { client_id: record.client_id, version, deleted: false });
      for (const replica of replicas) expect(await find(record.client_id, replica)).toEqual(changed);
    }
  });

  it('counts for a reader, too, whom it has overtaken on his way', async () => {
    const record = await commit();
    const answer = deferred();
    clients.holdAnswers(answer.promise);
    const overtaken = find(record.client_id);
    await eventually('the old record is read', () => clients.reads.length === 1);
    const changed = { ...record, version: 2 };
    clients.commit(changed);
    await stage.ask(supersedeClientRecord, { client_id: record.client_id, version: 2, deleted: false });
    answer.resolve();
    expect(await overtaken).toEqual(changed);
  });

  it('comes with its event where nobody asked to supersede', async () => {
    const record = await commit();
    await clients.beat();
    await find(record.client_id);
    const changed = { ...record, version: 2, scopes: ['other'] };
    clients.commit(changed);
    await clients.publishUpdate(changed);
    for (const replica of replicas) {
      const found = await eventually('it is seen', async () => {
        const seen = await find(record.client_id, replica);
        return seen?.version === 2 && seen;
      });
      expect(found).toEqual(changed);
    }
  });

  it('that deletes is final, whatever anybody says of the client later', async () => {
    const record = await commit();
    clients.commitDelete(record);
    await clients.publishDelete(record);
    const key = `record:${record.client_id}`;
    await eventually('the tombstone is there', () => stage.redis.exists(key).then(Boolean));
    clients.commit(record);
    await clients.publishUpdate(record);
    await clients.beat();
    const { client_id } = record;
    await stage.ask(supersedeClientRecord, { client_id, version: 1, deleted: false });
    clients.reads.length = 0;
    for (const replica of replicas) expect(await find(client_id, replica)).toBeUndefined();
    expect(clients.reads).toEqual([]);
  });
});

describe('without Redis', () => {
  it('records are read through, changes are seen, and without the client service nothing is guessed', async () => {
    const record = await commit();
    await redis.stop();
    for (const replica of replicas) expect(await find(record.client_id, replica)).toEqual(record);
    const changed = { ...record, version: 2 };
    clients.commit(changed);
    for (const replica of replicas) expect(await find(record.client_id, replica)).toEqual(changed);
    expect(await find(newClientId())).toBeUndefined();

    const answer = deferred();
    clients.holdAnswers(answer.promise);
    await expect(find(record.client_id)).rejects.toMatchObject({ code: 'unavailable' });
    answer.resolve();

    await redis.restart();
    await connected();
    await eventually('records are trusted again', async () => {
      await clients.beat();
      const before = clients.reads.length;
      expect(await find(record.client_id)).toEqual(changed);
      return clients.reads.length === before;
    });
  });
});
