import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { INestMicroservice } from '@nestjs/common';
import type { ClientAuthentication } from '@postern/contracts';
import {
  createTestDatabase,
  eventually,
  startTestNats,
  startTestRedis,
  TestResources,
} from '@postern/testing';
import * as argon2 from 'argon2';
import type { ClientService } from '../fixtures/client-service.js';
import {
  ADDRESS,
  credentials,
  newClient,
  newSecret,
  secretRecord,
  type KnownClient,
} from '../fixtures/records.js';
import type { TokensStage } from '../fixtures/tokens-stage.js';

const argon2Verify = jest.fn(argon2.verify);
jest.unstable_mockModule('argon2', () => ({ ...argon2, verify: argon2Verify }));
const fixtures = await import('../fixtures/tokens-stage.js');
const { AuthenticateClient } = await import('./authenticate-client.js');

const resources = new TestResources();
let stage: TokensStage;
let clients: ClientService;
let replicas: INestMicroservice[];

beforeAll(async () => {
  const [nats, redis, databaseUrl] = await Promise.all([
    startTestNats(resources),
    startTestRedis(resources),
    createTestDatabase(resources),
  ]);
  const servers = { natsUrl: nats.url, redisUrl: redis.url, databaseUrl };
  stage = await fixtures.TokensStage.open(servers, resources);
  clients = await stage.startClientService();
  replicas = [await startReplica(), await startReplica()];
});

beforeEach(() => {
  argon2Verify.mockClear();
});

afterAll(() => resources.release());

async function startReplica(): Promise<INestMicroservice> {
  const replica = await stage.startReplica();
  const { redis } = fixtures.redisOf(replica);
  await eventually('Redis is ready', () => redis.status === 'ready');
  return replica;
}

async function register(): Promise<KnownClient> {
  const client = await newClient();
  clients.commit(client.record);
  return client;
}

async function isAccepted(
  authentication: ClientAuthentication,
  replica: INestMicroservice,
): Promise<boolean> {
  try {
    await replica.get(AuthenticateClient).execute({ authentication, address: ADDRESS }, fixtures.context());
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_client' });
    return false;
  }
}

const digestIsKept = ({ record }: KnownClient) =>
  eventually('the digest is kept', () => stage.redis.exists(`digests:${record.client_id}`).then(Boolean));

/** A secret that no checksum and no hint refuses. */
function wrongFor({ record }: KnownClient): ClientAuthentication {
  const secret = newSecret();
  clients.commit({ ...record, secrets: [{ ...record.secrets[0]!, hint: secret.slice(-4) }] });
  return credentials(record.client_id, secret);
}

describe('argon2', () => {
  it('runs once for a secret that one replica has proved, at all replicas, also at one that starts later', async () => {
    const client = await register();
    expect(await isAccepted(client.authentication, replicas[0]!)).toBe(true);
    await digestIsKept(client);
    for (const replica of [...replicas, await startReplica()]) {
      expect(await isAccepted(client.authentication, replica)).toBe(true);
      expect(await isAccepted(wrongFor(client), replica)).toBe(false);
      clients.commit(client.record);
    }
    expect(argon2Verify).toHaveBeenCalledTimes(1);
  });

  it('does not run again when the client changes, or when Redis is emptied', async () => {
    const client = await register();
    await isAccepted(client.authentication, replicas[0]!);
    await digestIsKept(client);
    await isAccepted(client.authentication, replicas[1]!);
    for (let version = 2; version < 6; version++) {
      clients.commit({ ...client.record, version });
      await clients.publishUpdate({ ...client.record, version });
      if (version % 2 === 0) await stage.redis.flushall();
      for (const replica of replicas) expect(await isAccepted(client.authentication, replica)).toBe(true);
    }
    expect(argon2Verify).toHaveBeenCalledTimes(1);
  });

  it('runs anew for the new secret of a client, and the old one stops', async () => {
    const client = await register();
    await isAccepted(client.authentication, replicas[0]!);
    await digestIsKept(client);
    const secret = newSecret();
    const changed = { ...client.record, version: 2, secrets: [await secretRecord(secret)] };
    clients.commit(changed);
    await stage.redis.del(`record:${client.record.client_id}`);
    for (const replica of replicas) {
      expect(await isAccepted(client.authentication, replica)).toBe(false);
      expect(await isAccepted(credentials(client.record.client_id, secret), replica)).toBe(true);
    }
  });

  it('49: does not run for unknown clients or for secrets that are mistyped or of others, however many come', async () => {
    const { record, secret } = await register();
    const other = await register();
    const typo = secret.slice(0, 20) + (secret[20] === 'x' ? 'y' : 'x') + secret.slice(21);
    const unknown = await newClient();
    for (let count = 0; count < 20; count++) {
      expect(await isAccepted(credentials(record.client_id, typo), replicas[count % 2]!)).toBe(false);
      expect(await isAccepted(unknown.authentication, replicas[count % 2]!)).toBe(false);
      const swapped = credentials(record.client_id, other.secret);
      expect(await isAccepted(swapped, replicas[count % 2]!)).toBe(false);
    }
    expect(argon2Verify).not.toHaveBeenCalled();
  });

  it('is no way in for a digest that somebody writes to Redis', async () => {
    const [client, attacker] = [await register(), await register()];
    await isAccepted(attacker.authentication, replicas[0]!);
    await digestIsKept(attacker);
    const [own] = attacker.record.secrets;
    const [target] = client.record.secrets;
    const stored = await stage.redis.get(`digests:${attacker.record.client_id}`);
    const digest = (JSON.parse(stored!) as Record<string, string>)[own!.secret_id];
    await stage.redis.set(
      `digests:${client.record.client_id}`,
      JSON.stringify({ [target!.secret_id]: digest }),
    );
    clients.commit({ ...client.record, secrets: [{ ...target!, hint: own!.hint }] });
    const presented = credentials(client.record.client_id, attacker.secret);
    for (const replica of replicas) expect(await isAccepted(presented, replica)).toBe(false);
    clients.commit(client.record);
    for (const replica of replicas) expect(await isAccepted(client.authentication, replica)).toBe(true);
  });

  it('leaves no secret in Redis', async () => {
    const client = await register();
    await isAccepted(client.authentication, replicas[0]!);
    await digestIsKept(client);
    const keys = await stage.redis.keys('postern:*');
    const strings = keys.filter((key) => !/leases|revoked/.test(key));
    const values = await Promise.all(strings.map((key) => stage.redis.get(key.slice('postern:'.length))));
    const text = JSON.stringify([keys, values]);
    expect(text).toContain(client.record.client_id);
    expect(text).not.toContain(client.secret.slice(4, 40));
  });
});
