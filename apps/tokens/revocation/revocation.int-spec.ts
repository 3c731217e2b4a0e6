import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestMicroservice } from '@nestjs/common';
import {
  inspectBearer,
  introspectToken,
  introspectTokenAsJwt,
  issueToken,
  revokeToken,
} from '@postern/contracts';
import {
  createTestDatabase,
  deferred,
  eventually,
  startTestNats,
  startTestRedis,
  TestResources,
  type TestServer,
} from '@postern/testing';
import { Redis } from 'ioredis';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { DataSource } from 'typeorm';
import type { ClientService } from '../fixtures/client-service.js';
import { ADDRESS, newClient, type KnownClient } from '../fixtures/records.js';
import { context, ISSUER, redisOf, TokensStage } from '../fixtures/tokens-stage.js';
import { InspectToken } from '../introspection/inspect-token.js';
import { SigningKeys } from '../signing/signing-keys.js';
import { RevokedTokenExpiry } from './expiry.js';
import { RevocationController } from './revocation.controller.js';
import { RevokedSet } from './revoked-set.js';
import { RevokedTokens } from './revoked-tokens.js';
import { RevokeToken } from './revoke-token.js';

const resources = new TestResources();
let redis: TestServer;
let stage: TokensStage;
let replicas: [INestMicroservice, INestMicroservice];
let clients: ClientService;
let database: DataSource;
let client: KnownClient;
let token: string;

beforeAll(async () => {
  const nats = await startTestNats(resources);
  redis = await startTestRedis(resources);
  const databaseUrl = await createTestDatabase(resources);
  stage = await TokensStage.open({ natsUrl: nats.url, redisUrl: redis.url, databaseUrl }, resources);
  clients = await stage.startClientService();
  replicas = [await stage.startReplica(), await stage.startReplica()];
  database = await new DataSource({ type: 'postgres', url: databaseUrl, schema: 'tokens' }).initialize();
  resources.add(database, () => database.destroy());
});

beforeEach(async () => {
  await complete();
  client = await register();
  token = await issue(client);
});

afterAll(() => resources.release());

async function register(): Promise<KnownClient> {
  const known = await newClient({});
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

/** Both replicas answer from Redis alone. */
function complete() {
  return eventually('the set is complete', async () => {
    const each = await Promise.all(replicas.map((replica) => replica.get(RevokedSet).isComplete()));
    return each.every(Boolean);
  });
}

const revoke = ({ authentication }: KnownClient, presented = token) =>
  stage.ask(revokeToken, { authentication, address: ADDRESS, token: presented });

/** Whether each replica takes the token for active. */
const activeAt = (presented = token) =>
  Promise.all(
    replicas.map(async (replica) => !!(await replica.get(InspectToken).execute(presented, context()))),
  );

async function rows(): Promise<string[]> {
  const found = await database.query<{ jti: string }[]>('SELECT jti FROM tokens.revoked_tokens ORDER BY jti');
  return found.map(({ jti }) => jti);
}

describe('24: a token that its client revokes', () => {
  it('is inactive at every replica at once, for introspection and for our own edge', async () => {
    expect(await activeAt()).toEqual([true, true]);
    expect(await revoke(client)).toEqual({});
    expect(await activeAt()).toEqual([false, false]);
    const { authentication } = client;
    expect(await stage.ask(introspectToken, { authentication, address: ADDRESS, token })).toEqual({
      active: false,
    });
    await expect(stage.ask(inspectBearer, { token })).rejects.toMatchObject({ code: 'invalid_token' });
    expect(await activeAt(await issue(client))).toEqual([true, true]);
  });

  it('can be revoked again, and many times at a time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => revoke(client)));
    await revoke(client);
    expect(await activeAt()).toEqual([false, false]);
    expect((await rows()).filter((jti) => jti === decodeJwt(token).jti)).toHaveLength(1);
  });

  it('stays inactive when Redis is emptied, and at a replica that starts after that', async () => {
    await revoke(client);
    await stage.redis.flushall();
    expect(await activeAt()).toEqual([false, false]);
    const own = new TestResources();
    const third = await stage.startReplica(own);
    expect(await third.get(InspectToken).execute(token, context())).toBeUndefined();
    await own.release();
    await complete();
    expect(await activeAt()).toEqual([false, false]);
  });

  it('is inactive though only another replica reaches Redis', async () => {
    const cut = redisOf(replicas[0]).redis;
    cut.disconnect();
    const request = { authentication: client.authentication, address: ADDRESS, token };
    await replicas[0].get(RevokeToken).execute(request, context());
    expect(await replicas[1].get(RevokedSet).check(decodeJwt(token).jti!)).toBe(true);
    expect(await activeAt()).toEqual([false, false]);
    await cut.connect();
  });

  it('is refused to be revoked while Redis is down, and yet inactive; once it is up, all know', async () => {
    await redis.stop();
    await expect(revoke(client)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await activeAt()).toEqual([false, false]);
    await redis.restart();
    await complete();
    expect(await activeAt()).toEqual([false, false]);
    expect(await revoke(client)).toEqual({});
  });

  it('is inactive for each replica though Redis is reached again without having lost anything', async () => {
    // Redis reads, but does not write.
    const other = resources.add(new Redis(redis.url), (one) => one.disconnect());
    await other.call('CLIENT', 'PAUSE', '60000', 'WRITE');
    await expect(revoke(client)).rejects.toMatchObject({ code: 'unavailable' });
    await other.call('CLIENT', 'UNPAUSE');
    await eventually('both know', async () => (await activeAt()).join() === 'false,false');
  });
});

describe('the audit log', () => {
  const told = () => clients.audited.filter(({ subject_id }) => subject_id === decodeJwt(token).jti);
  const waiting = () => database.query<unknown[]>('SELECT 1 FROM tokens.unreported_changes');

  it('hears once of a token that is revoked many times: who did it, where, and how long it had to live', async () => {
    const { authentication, record } = client;
    const request = { authentication, token, address: '192.0.2.1' };
    await Promise.all(Array.from({ length: 10 }, () => stage.ask(revokeToken, request)));
    await eventually('it is told', async () => (await waiting()).length === 0);
    expect(new Set(told().map(({ event_id }) => event_id)).size).toBe(1);
    expect(told()[0]).toEqual({
      event_id: expect.any(String),
      actor: { type: 'client', id: record.client_id, address: '192.0.2.1' },
      action: 'token.revoked',
      subject_id: decodeJwt(token).jti,
      request_id: 'test',
      after: {
        client_id: record.client_id,
        revoked_at: expect.any(String),
        expires_at: new Date(decodeJwt(token).exp! * 1_000).toISOString(),
      },
    });
  });

  it('hears of it again until it has it', async () => {
    const answer = deferred();
    clients.holdAnswers(answer.promise.then(() => Promise.reject(new Error('the log cannot be written'))));
    const revoked = replicas[0].get(RevokedTokens);
    const { jti, exp } = decodeJwt(token);
    const change = { event_id: randomUUID(), action: 'token.revoked', subject_id: jti! } as const;
    const actor = { type: 'client', id: client.record.client_id } as const;
    await revoked.add({ jti: jti!, exp: exp! }, { ...change, actor, request_id: 'test' }, context());
    await eventually('it is told', () => told().length > 0);
    answer.resolve();
    await eventually('it is told again', () => told().length > 2);
    expect(await waiting()).toHaveLength(1);
    clients.holdAnswers(Promise.resolve());
    await eventually('it is there', async () => (await waiting()).length === 0);
    expect(new Set(told().map(({ event_id }) => event_id)).size).toBe(1);
  });

  it('hears nothing of what is no token to revoke', async () => {
    await revoke(client, 'garbage');
    await expect(revoke(await register())).rejects.toMatchObject({ code: 'unauthorized_client' });
    expect(await waiting()).toEqual([]);
    expect(told()).toEqual([]);
  });
});

describe('24: what is no token to revoke', () => {
  it.each([
    ['nothing', () => ''],
    ['garbage', () => 'garbage'],
    ['a truncated token', () => token.slice(0, -10)],
    ['10 kB', () => token + 'x'.repeat(10_000)],
    ['a signed answer to an introspection', () => signedAnswer()],
  ])('is no failure and changes nothing: %s', async (_, presented) => {
    const before = await rows();
    expect(await revoke(client, await presented())).toEqual({});
    expect(await rows()).toEqual(before);
    expect(await activeAt()).toEqual([true, true]);
  });

  it("is another client's: it is refused by name, and stays active", async () => {
    await expect(revoke(await register())).rejects.toMatchObject({ code: 'unauthorized_client' });
    expect(await activeAt()).toEqual([true, true]);
  });

  it('is anything that nobody presents who is a client', async () => {
    const stranger = await newClient();
    for (const presented of [token, 'garbage'])
      await expect(revoke(stranger, presented)).rejects.toMatchObject({ code: 'invalid_client' });
    expect(await activeAt()).toEqual([true, true]);
  });
});

describe('24: rows of tokens that expired', () => {
  it('are deleted a while later, and not before', async () => {
    await database.query(`INSERT INTO tokens.revoked_tokens VALUES
      ('long ago', now() - interval '11 minutes'), ('just now', now() - interval '9 minutes')`);
    const expiry = replicas[0].get(RevokedTokenExpiry);
    await expiry.onModuleDestroy();
    expiry.onApplicationBootstrap();
    await eventually('what is over is gone', async () => !(await rows()).includes('long ago'));
    expect(await rows()).toContain('just now');
  });
});

describe('a replica that is told to hold a token', () => {
  it('says that it cannot, where Redis is down', async () => {
    await redis.stop();
    const told = replicas[0].get(RevocationController).hold({ jti: 'x', exp: 2_000_000_000 });
    await expect(told).rejects.toMatchObject({ code: 'unavailable' });
    await redis.restart();
  });
});

async function signedAnswer(): Promise<string> {
  const { authentication } = client;
  return (await stage.ask(introspectTokenAsJwt, { authentication, address: ADDRESS, token })).jwt;
}

describe('an introspection answered by a JWT', () => {
  const verified = async (jwt: string) =>
    jwtVerify(jwt, createLocalJWKSet(replicas[0].get(SigningKeys).keySet()), {
      issuer: ISSUER,
      audience: client.record.client_id,
      typ: 'token-introspection+jwt',
    });

  it('says to the caller alone what the plain answer says, and is no token (RFC 9701)', async () => {
    const { authentication } = client;
    const jwt = await signedAnswer();
    const { payload } = await verified(jwt);
    expect(payload).toEqual({
      iss: ISSUER,
      aud: client.record.client_id,
      iat: expect.any(Number),
      token_introspection: await stage.ask(introspectToken, { authentication, address: ADDRESS, token }),
    });
    expect(await activeAt(jwt)).toEqual([false, false]);
  });

  it('22: says of a token that is revoked exactly that it is not active', async () => {
    await revoke(client);
    const { payload } = await verified(await signedAnswer());
    expect(payload['token_introspection']).toEqual({ active: false });
  });
});
