import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestMicroservice } from '@nestjs/common';
import type { ClientAuthentication, Failure } from '@postern/contracts';
import {
  createTestDatabase,
  eventually,
  startTestNats,
  startTestRedis,
  TestResources,
} from '@postern/testing';
import type { ClientService } from '../fixtures/client-service.js';
import { assertionOf } from '../fixtures/assertion-stage.js';
import { newKeyPair, presented, recordWithKeys } from '../fixtures/assertions.js';
import { credentials, newClient, newClientId, newSecret, type KnownClient } from '../fixtures/records.js';
import { context, redisOf, TokensStage } from '../fixtures/tokens-stage.js';
import { AdmitClient } from './admit-client.js';
import { AdmitTokenRequest } from './admit-token-request.js';

const OF_CLIENT = 3;
const OF_ADDRESS = 6;
const REQUESTS_OF_CLIENT = 50;
const REQUESTS_OF_ADDRESS = 60;

const resources = new TestResources();
let stage: TokensStage;
let clients: ClientService;
let replicas: [INestMicroservice, INestMicroservice];
let turn = 0;

beforeAll(async () => {
  const [nats, redis, databaseUrl] = await Promise.all([
    startTestNats(resources),
    startTestRedis(resources),
    createTestDatabase(resources),
  ]);
  const servers = { natsUrl: nats.url, redisUrl: redis.url, databaseUrl };
  stage = await TokensStage.open(servers, resources, {
    FAILED_AUTHENTICATIONS_PER_MINUTE_PER_CLIENT_AND_ADDRESS: OF_CLIENT,
    FAILED_AUTHENTICATIONS_PER_MINUTE_PER_ADDRESS: OF_ADDRESS,
    TOKEN_REQUESTS_PER_MINUTE_PER_CLIENT: REQUESTS_OF_CLIENT,
    TOKEN_REQUESTS_PER_MINUTE_PER_ADDRESS: REQUESTS_OF_ADDRESS,
  });
  clients = await stage.startClientService();
  replicas = [await startReplica(), await startReplica()];
});

afterAll(() => resources.release());

async function startReplica(): Promise<INestMicroservice> {
  const replica = await stage.startReplica();
  await eventually('Redis is ready', () => redisOf(replica).redis.status === 'ready');
  return replica;
}

/** An address that no test has used. */
let lastAddress = 0;
const newAddress = () => `198.51.100.${++lastAddress}`;

async function register(): Promise<KnownClient> {
  const client = await newClient();
  clients.commit(client.record);
  return client;
}

const admit = (authentication: ClientAuthentication, address: string, replica = replicas[turn++ % 2]!) =>
  replica.get(AdmitClient).execute({ authentication, address }, context());

/** How a try ends, the replicas in turns. */
async function outcome(authentication: ClientAuthentication, address: string, replica?: INestMicroservice) {
  try {
    await admit(authentication, address, replica);
    return 'admitted';
  } catch (error) {
    return (error as Failure).code;
  }
}

async function outcomes(times: number, authentication: () => ClientAuthentication, address: string) {
  const ended: string[] = [];
  for (let time = 0; time < times; time++) ended.push(await outcome(authentication(), address));
  return ended;
}

const wrong = ({ record }: KnownClient) => credentials(record.client_id, 'wrong');
const unknown = () => credentials(newClientId(), 'wrong');
const refused = (times: number) => Array<string>(times).fill('invalid_client');
const slowed = (times: number) => Array<string>(times).fill('too_many_requests');

let client: KnownClient;
let address: string;
beforeEach(async () => {
  client = await register();
  address = newAddress();
});

describe('47: failed authentications', () => {
  it('of a client at an address are slowed over all replicas, and at that address alone', async () => {
    const ended = await outcomes(OF_CLIENT + 3, () => wrong(client), address);
    expect(ended).toEqual([...refused(OF_CLIENT), ...slowed(3)]);
    expect(await outcome(wrong(client), newAddress())).toBe('invalid_client');
    expect(await outcome((await register()).authentication, address)).toBe('admitted');
  });

  it('say until when, and which limit it was', async () => {
    await outcomes(OF_CLIENT, () => wrong(client), address);
    const failure = await admit(wrong(client), address).catch((error: unknown) => error as Failure);
    expect(failure).toMatchObject({ code: 'too_many_requests', limit: 'failures_of_client_at_address' });
    const { retryAfterSeconds } = failure as Failure;
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
  });

  it('of an address are slowed whatever clients they name, and whether or not these exist', async () => {
    const ended = await outcomes(OF_ADDRESS + 3, unknown, address);
    expect(ended).toEqual([...refused(OF_ADDRESS), ...slowed(3)]);
    const failure = admit(unknown(), address);
    await expect(failure).rejects.toMatchObject({ limit: 'failures_of_address' });
    expect(await outcome(unknown(), newAddress())).toBe('invalid_client');
  });

  it('with an assertion are slowed like those with a secret', async () => {
    const record = recordWithKeys([newKeyPair('a').jwk], {});
    clients.commit(record);
    const forged = await assertionOf({ record, pair: newKeyPair('a') });
    const ended = await outcomes(OF_CLIENT + 1, () => presented(forged), address);
    expect(ended).toEqual([...refused(OF_CLIENT), ...slowed(1)]);
    expect(await outcomes(OF_ADDRESS, () => presented('garbage'), newAddress())).toEqual([
      ...refused(OF_CLIENT),
      ...slowed(OF_ADDRESS - OF_CLIENT),
    ]);
  });

  it('of many at a time are counted each', async () => {
    const asked = Array.from({ length: 50 }, () => outcome(wrong(client), address));
    const ended = await Promise.all(asked);
    expect(ended.filter((one) => one === 'invalid_client')).toHaveLength(OF_CLIENT);
  });

  it('of one in an IPv6 network are those of its neighbours', async () => {
    let host = 0;
    const from = () => `2001:db8:0:47:${(++host).toString(16)}::1`;
    const ended: string[] = [];
    for (let time = 0; time < OF_CLIENT + 2; time++) ended.push(await outcome(wrong(client), from()));
    expect(ended).toEqual([...refused(OF_CLIENT), ...slowed(2)]);
  });

  it('are told to the operator with their reason, and without what was presented', async () => {
    const { secret } = await newClient();
    const guess = credentials(client.record.client_id, secret);
    expect(await outcome(guess, address)).toBe('invalid_client');
    const lines = stage.lines.filter((line) => line['client_id'] === client.record.client_id);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'info',
        request_id: 'test',
        address,
        reason: 'it is none of the live secrets of the client',
        msg: 'client authentication refused',
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain(secret);
  });

  it('are told to the operator once for each limit that is reached', async () => {
    await outcomes(OF_CLIENT + 5, () => wrong(client), address);
    const of = `${client.record.client_id}@${address}`;
    expect(stage.lines.filter((line) => line['of'] === of)).toHaveLength(1);
  });

  it('49: cost no reading of clients once they are slowed', async () => {
    await outcomes(OF_ADDRESS, unknown, address);
    // Each replica notices at its own next failure.
    for (const replica of replicas) await outcome(unknown(), address, replica);
    const before = clients.reads.length;
    expect(await outcomes(10, unknown, address)).toEqual(slowed(10));
    expect(clients.reads).toHaveLength(before);
  });

  it('leave keys in Redis that are few and expire', async () => {
    const { redis } = stage;
    await redis.flushall();
    const endless = () => credentials('x'.repeat(1 + Math.floor(Math.random() * 5_000)), 'wrong');
    await outcomes(30, endless, address);
    const keys = await redis.keys('postern:limit:*');
    expect(keys.sort()).toEqual(
      [`postern:limit:failed:${address}`, `postern:limit:failed:-@${address}`].sort(),
    );
    for (const key of keys) expect(await redis.pttl(key.slice('postern:'.length))).toBeGreaterThan(0);
  });
});

describe('47: a client with its right secret', () => {
  it('is let in at once wherever strangers elsewhere fail in its name', async () => {
    await outcomes(OF_CLIENT + 2, () => wrong(client), newAddress());
    expect(await outcome(client.authentication, address)).toBe('admitted');
  });

  it('is let in at once though neighbours fail in its name and in others', async () => {
    const guess = credentials(client.record.client_id, newSecret());
    await outcomes(OF_CLIENT + 2, () => guess, address);
    await outcomes(OF_ADDRESS + 2, unknown, address);
    for (const replica of replicas) {
      expect(await outcome(unknown(), address, replica)).toBe('too_many_requests');
      expect(await outcome(guess, address, replica)).toBe('too_many_requests');
      expect(await outcome(client.authentication, address, replica)).toBe('admitted');
      expect(await outcome(wrong(client), address, replica)).toBe('too_many_requests');
      expect(await outcome(client.authentication, address, replica)).toBe('admitted');
    }
  });

  it('51: is let in at once where it has never come from, though others fail there', async () => {
    await outcomes(OF_ADDRESS + 2, unknown, address);
    for (const replica of replicas) {
      expect(await outcome(unknown(), address, replica)).toBe('too_many_requests');
      expect(await outcome((await register()).authentication, address, replica)).toBe('admitted');
    }
    const guess = credentials(client.record.client_id, newSecret());
    expect(await outcomes(2, () => guess, address)).toEqual(slowed(2));
  });
});

describe('47: without Redis', () => {
  it('each replica counts by itself, and nobody is refused for it', async () => {
    const replica = await startReplica();
    await outcome(client.authentication, address, replica);
    redisOf(replica).redis.disconnect();
    expect(await outcome(client.authentication, address, replica)).toBe('admitted');
    expect(await outcome(client.authentication, newAddress(), replica)).toBe('admitted');
    const ended: string[] = [];
    for (let time = 0; time < OF_CLIENT + 2; time++)
      ended.push(await outcome(wrong(client), address, replica));
    expect(ended).toEqual([...refused(OF_CLIENT), ...slowed(2)]);
    expect(await outcome(client.authentication, address, replica)).toBe('admitted');
  });

  it('emptied, a limit that a replica has seen reached stands until its window ends', async () => {
    await outcomes(OF_CLIENT, () => wrong(client), address);
    for (const replica of replicas) await outcome(wrong(client), address, replica);
    await stage.redis.flushall();
    expect(await outcomes(2, () => wrong(client), address)).toEqual(slowed(2));
  });
});

describe('requests for tokens', () => {
  const request = (authentication: ClientAuthentication, from: string) =>
    replicas[turn++ % 2]!.get(AdmitTokenRequest).execute({ authentication, address: from }, context());

  it('of a client are counted over all replicas and addresses, and refused past the limit', async () => {
    for (let left = REQUESTS_OF_CLIENT - 1; left >= 0; left--) {
      const { rateLimits } = await request(client.authentication, newAddress());
      expect(rateLimits[0]).toMatchObject({ policy: 'client', quota: REQUESTS_OF_CLIENT, remaining: left });
    }
    await expect(request(client.authentication, address)).rejects.toMatchObject({
      code: 'too_many_requests',
      limit: 'requests_of_client',
      rateLimits: [{ policy: 'client', remaining: 0 }],
      retryAfterSeconds: expect.any(Number),
    });
  });

  it('that a stranger makes in the name of a client are none of the client', async () => {
    await request(wrong(client), newAddress()).catch(() => undefined);
    const { rateLimits } = await request(client.authentication, address);
    expect(rateLimits[0]).toMatchObject({ policy: 'client', remaining: REQUESTS_OF_CLIENT - 1 });
  });

  it('of an address are counted whoever makes them', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, register));
    for (let made = 1; made <= REQUESTS_OF_ADDRESS; made++) {
      const { rateLimits } = await request(others[made % 4]!.authentication, address);
      expect(rateLimits[1]).toMatchObject({ policy: 'address', remaining: REQUESTS_OF_ADDRESS - made });
    }
    await expect(request(client.authentication, address)).rejects.toMatchObject({
      code: 'too_many_requests',
      limit: 'requests_of_address',
    });
  });
});
