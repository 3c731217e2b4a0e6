import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestMicroservice } from '@nestjs/common';
import {
  inspectBearer,
  introspectToken,
  issueToken,
  supersedeClientRecord,
  type ClientRecord,
} from '@postern/contracts';
import {
  createTestDatabase,
  deferred,
  eventually,
  startTestNats,
  startTestRedis,
  TestResources,
} from '@postern/testing';
import { decodeJwt } from 'jose';
import type { ClientService } from '../fixtures/client-service.js';
import { ADDRESS, newClient, type KnownClient } from '../fixtures/records.js';
import { redisOf, TokensStage } from '../fixtures/tokens-stage.js';

const resources = new TestResources();
let redis: Awaited<ReturnType<typeof startTestRedis>>;
let stage: TokensStage;
let replicas: INestMicroservice[];
let clients: ClientService;
let client: KnownClient;
let all: KnownClient;
let token: string;

beforeAll(async () => {
  const nats = await startTestNats(resources);
  redis = await startTestRedis(resources);
  const databaseUrl = await createTestDatabase(resources);
  stage = await TokensStage.open({ natsUrl: nats.url, redisUrl: redis.url, databaseUrl }, resources);
  clients = await stage.startClientService();
  replicas = [await stage.startReplica(), await stage.startReplica()];
});

beforeEach(async () => {
  client = await register({});
  all = await register({ scopes: ['tokens:introspect'] });
  token = await issue(client);
});

afterAll(() => resources.release());

async function register(more: Partial<ClientRecord>): Promise<KnownClient> {
  const known = await newClient(more);
  clients.commit(known.record);
  return known;
}

async function issue({ authentication }: KnownClient): Promise<string> {
  const request = {
    authentication,
    address: ADDRESS,
    grant_type: 'client_credentials' as const,
    resources: [],
  };
  return (await stage.ask(issueToken, request)).access_token;
}

const introspect = ({ authentication }: KnownClient, presented = token) =>
  stage.ask(introspectToken, { authentication, address: ADDRESS, token: presented });
const inspect = (presented = token) => stage.ask(inspectBearer, { token: presented });

/** A change as the client service makes it. */
async function change(more: Partial<ClientRecord>): Promise<void> {
  clients.commit({ ...client.record, ...more });
  const { client_id } = client.record;
  await stage.ask(supersedeClientRecord, { client_id, version: more.version!, deleted: false });
}

async function expectInactive(): Promise<void> {
  expect(await introspect(all)).toEqual({ active: false });
  await expect(inspect()).rejects.toMatchObject({ code: 'invalid_token' });
}

describe('a token of ours', () => {
  it('is active for its client, for who may know all, and for our own edge', async () => {
    const claims = decodeJwt(token);
    const active = { ...claims, active: true, token_type: 'Bearer' };
    expect(await introspect(client)).toEqual(active);
    expect(await introspect(all)).toEqual(active);
    expect(await inspect()).toEqual(claims);
  });

  it('22: is exactly not active for another client, who learns nothing more', async () => {
    const other = await register({});
    expect(await introspect(other)).toEqual({ active: false });
    expect(await introspect(client, await issue(other))).toEqual({ active: false });
  });

  it('22: is not active once its client is deleted', async () => {
    const { client_id } = client.record;
    clients.commitDelete(client.record);
    await stage.ask(supersedeClientRecord, { client_id, version: 2, deleted: true });
    await expectInactive();
  });

  it('22: is not active once its client was disabled, neither when that is enabled again; a new one is', async () => {
    await change({ status: 'disabled', version: 2, tokens_since: 2 });
    await expectInactive();
    await expect(introspect(client)).rejects.toMatchObject({ code: 'invalid_client' });
    await change({ status: 'active', version: 3, tokens_since: 2 });
    await expectInactive();
    expect(await introspect(client)).toEqual({ active: false });
    expect(await introspect(client, await issue(client))).toMatchObject({ active: true });
  });

  it('stays active when its client changes otherwise', async () => {
    await change({ version: 2, token_lifetime_seconds: 60 });
    expect(await introspect(client)).toMatchObject({ active: true, scope: 'read write' });
  });

  it('is told without a scope that its client has no more', async () => {
    await change({ version: 2, scopes: ['write', 'other'] });
    expect(await introspect(client)).toMatchObject({ active: true, scope: 'write' });
    expect(await inspect()).toMatchObject({ scope: 'write' });
  });

  it.each([
    ['garbage', () => 'garbage'],
    ['nothing', () => ''],
    ['truncated', () => token.slice(0, -10)],
    ['of another installation', () => `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(86)}`],
    ['10 kB long', () => token + 'x'.repeat(10_000)],
  ])('22: is not what is %s', async (_, presented) => {
    expect(await introspect(client, presented())).toEqual({ active: false });
    await expect(inspect(presented())).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('23: can neither be called active nor inactive while nobody knows of its client', async () => {
    await redis.stop();
    const answer = deferred();
    clients.holdAnswers(answer.promise);
    const refusals = [introspect(client), introspect(all), inspect()];
    for (const refusal of await Promise.allSettled(refusals))
      expect(refusal).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    answer.resolve();
    await redis.restart();
    await eventually('it can be told again', async () => (await introspect(client)).active);
    expect(await inspect()).toMatchObject({ client_id: client.record.client_id });
    await eventually('both replicas know their Redis again', () =>
      replicas.every((replica) => redisOf(replica).serverId !== undefined),
    );
  });
});
