import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestMicroservice } from '@nestjs/common';
import {
  endSession,
  inspectBearer,
  introspectToken,
  issueToken,
  openSession,
  renewSession,
  revokeToken,
  supersedeClientRecord,
  type ClientAuthentication,
  type ClientRecord,
} from '@postern/contracts';
import {
  createTestDatabase,
  eventually,
  startTestNats,
  startTestRedis,
  TestResources,
} from '@postern/testing';
import { decodeJwt } from 'jose';
import type { ClientService } from '../fixtures/client-service.js';
import { ADDRESS, administratorRecord, newClient } from '../fixtures/records.js';
import { context, TokensStage } from '../fixtures/tokens-stage.js';
import { InspectToken } from '../introspection/inspect-token.js';
import { RenewSession } from './renew-session.js';

const resources = new TestResources();
let stage: TokensStage;
let clients: ClientService;
let replicas: INestMicroservice[];
let ada: ClientRecord;

beforeAll(async () => {
  const [nats, redis, databaseUrl] = await Promise.all([
    startTestNats(resources),
    startTestRedis(resources),
    createTestDatabase(resources),
  ]);
  stage = await TokensStage.open({ natsUrl: nats.url, redisUrl: redis.url, databaseUrl }, resources);
  clients = await stage.startClientService();
  replicas = [await stage.startReplica(), await stage.startReplica()];
});

beforeEach(() => {
  ada = administratorRecord();
  clients.commit(ada);
});

afterAll(() => resources.release());

const open = ({ client_id }: ClientRecord = ada) => stage.ask(openSession, { administrator_id: client_id });
const renew = (token: string) => stage.ask(renewSession, { token });
const end = (token: string) => stage.ask(endSession, { token, address: ADDRESS });
const refusal = (code: string) => expect.objectContaining({ code });

/** Whether each replica takes the token for active. */
const activeAt = (token: string) =>
  Promise.all(replicas.map(async (replica) => !!(await replica.get(InspectToken).execute(token, context()))));

/** A change as the client service makes it. */
async function change(more: Partial<ClientRecord> & { version: number }): Promise<void> {
  clients.commit({ ...ada, ...more });
  const { client_id } = ada;
  await stage.ask(supersedeClientRecord, { client_id, version: more.version, deleted: false });
}

async function remove(): Promise<void> {
  clients.commitDelete(ada);
  const { client_id, version } = ada;
  await stage.ask(supersedeClientRecord, { client_id, version: version + 1, deleted: true });
}

async function tokenOf(authentication: ClientAuthentication): Promise<string> {
  const request = { authentication, address: ADDRESS, resources: [] };
  return (await stage.ask(issueToken, { ...request, grant_type: 'client_credentials' })).access_token;
}

describe('39: a session', () => {
  it('begins anew each time', async () => {
    const [one, other] = [await open(), await open()];
    expect(one.session_id).not.toBe(other.session_id);
    expect(decodeJwt(one.access_token)).toMatchObject({ sid: one.session_id, client_id: ada.client_id });
    expect(await activeAt(one.access_token)).toEqual([true, true]);
  });

  it('begins on what its administrator is now, whatever the replicas still know', async () => {
    for (let version = 2; version < 8; version++) {
      await clients.beat();
      const { access_token } = await open();
      await eventually('both answer from Redis', async () => {
        clients.reads.length = 0;
        await clients.beat();
        await activeAt(access_token);
        return clients.reads.length === 0;
      });
      // Nobody hears of this change.
      ada = { ...ada, version, tokens_since: version };
      clients.commit(ada);
      expect(await activeAt((await open()).access_token)).toEqual([true, true]);
      expect(await activeAt(access_token)).toEqual([false, false]);
    }
  });

  it.each([
    ['whom nobody knows', () => administratorRecord()],
    ['who is gone', async () => (await remove(), ada)],
    [
      'who is disabled',
      async () => {
        await change({ version: 2, status: 'disabled' });
        return ada;
      },
    ],
  ])('does not begin for one %s', async (_, record) => {
    await expect(open(await record())).rejects.toEqual(refusal('invalid_token'));
  });

  it.each(['pcl_0000000000000000000000', 'adm_', '__proto__', ''])(
    'is none of %j',
    async (administrator_id) => {
      await expect(stage.ask(openSession, { administrator_id })).rejects.toEqual(refusal('invalid_request'));
    },
  );

  it('goes on with the next token, which is of the same session', async () => {
    const { access_token: first, session_id, ends_at } = await open();
    const second = await renew(first);
    const third = await renew(second.access_token);
    const [one, two, three] = [first, second.access_token, third.access_token].map((token) =>
      decodeJwt(token),
    );
    expect(new Set([one?.jti, two?.jti, three?.jti]).size).toBe(3);
    for (const next of [two, three])
      expect(next).toMatchObject({ sid: session_id, auth_time: one?.['auth_time'], scope: one?.['scope'] });
    expect([second, third]).toMatchObject([
      { session_id, ends_at },
      { session_id, ends_at },
    ]);
    for (const token of [first, second.access_token, third.access_token])
      expect(await activeAt(token)).toEqual([true, true]);
  });

  it('goes on with what its administrator may do now; what was taken is gone at once', async () => {
    const { access_token } = await open();
    await change({ version: 2, scopes: ['clients:read'] });
    expect(await stage.ask(inspectBearer, { token: access_token })).toMatchObject({ scope: 'clients:read' });
    await change({ version: 3, scopes: ['clients:read', 'clients:write', 'audit:read'] });
    const { access_token: next } = await renew(access_token);
    expect(decodeJwt(next)).toMatchObject({ scope: 'clients:read clients:write audit:read' });
    expect(await stage.ask(inspectBearer, { token: next })).toMatchObject({
      scope: 'clients:read clients:write audit:read',
    });
  });

  it.each([
    ['that has ended', (token: string) => end(token)],
    ['whose administrator is gone', () => remove()],
    ['whose password was changed', () => change({ version: 2, tokens_since: 2 })],
  ])('does not go on %s', async (_, ending) => {
    const { access_token } = await open();
    const { access_token: next } = await renew(access_token);
    await ending(access_token);
    for (const token of [access_token, next]) {
      await expect(renew(token)).rejects.toEqual(refusal('invalid_token'));
      expect(await activeAt(token)).toEqual([false, false]);
    }
  });

  it('is not what a client has, and not garbage', async () => {
    const { record, authentication } = await newClient({ scopes: ['clients:read'] });
    clients.commit(record);
    const token = await tokenOf(authentication);
    for (const presented of [token, '', 'garbage', 'a.b.c', 'x'.repeat(10_000)]) {
      await expect(renew(presented)).rejects.toEqual(refusal('invalid_token'));
      expect(await end(presented)).toEqual({});
    }
    expect(await activeAt(token)).toEqual([true, true]);
  });
});

describe('39: the end of a session', () => {
  it('is that of each token that it ever had, at every replica, and of no other session', async () => {
    const { access_token: first } = await open();
    const { access_token: other } = await open();
    const { access_token: next } = await renew(first);
    expect(await end(first)).toEqual({});
    expect([await activeAt(first), await activeAt(next)]).toEqual([
      [false, false],
      [false, false],
    ]);
    expect(await activeAt(other)).toEqual([true, true]);
  });

  it('outlasts an emptied Redis', async () => {
    const { access_token } = await open();
    await end(access_token);
    await stage.redis.flushall();
    expect(await activeAt(access_token)).toEqual([false, false]);
  });

  it.each([
    ['', (token: string) => end(token)],
    [', as by a change of the password', () => change({ version: 2, tokens_since: 2 })],
  ])('comes over tokens that are signed at that very moment%s', async (_, ending) => {
    const { access_token } = await open();
    const both = replicas.map((replica) => replica.get(RenewSession));
    const renewing = Array.from({ length: 100 }, (_, place) =>
      both[place % 2]!.execute({ token: access_token }, context()),
    );
    await ending(access_token);
    const renewed = (await Promise.allSettled(renewing)).flatMap((outcome) =>
      outcome.status === 'fulfilled' ? [outcome.value.access_token] : [],
    );
    for (const token of renewed) expect(await activeAt(token)).toEqual([false, false]);
    await expect(renew(access_token)).rejects.toEqual(refusal('invalid_token'));
  });

  it('is told to the audit log once, however often it is asked for', async () => {
    const { access_token, session_id } = await open();
    const { access_token: next } = await renew(access_token);
    await Promise.all([access_token, next, access_token, next].map(end));
    const told = await eventually('it is told', () => {
      const all = clients.audited.filter(({ subject_id }) => subject_id === ada.client_id);
      return all.length > 0 && all;
    });
    expect(new Set(told.map(({ event_id }) => event_id)).size).toBe(1);
    const { auth_time } = decodeJwt<{ auth_time: number }>(access_token);
    expect(told[0]).toEqual({
      event_id: expect.any(String),
      actor: { type: 'administrator', id: ada.client_id, address: ADDRESS },
      action: 'administrator.signed_out',
      subject_id: ada.client_id,
      request_id: 'test',
      after: {
        session_id,
        signed_in_at: new Date(auth_time * 1_000).toISOString(),
        signed_out_at: expect.any(String),
      },
    });
  });
});

describe('an administrator at the endpoints of clients', () => {
  it('has sessions of which a client with tokens:introspect may know, and no other', async () => {
    const { access_token: token } = await open();
    const [all, other] = [await newClient({ scopes: ['tokens:introspect'] }), await newClient()];
    for (const { record } of [all, other]) clients.commit(record);
    const introspect = (authentication: ClientAuthentication) =>
      stage.ask(introspectToken, { authentication, address: ADDRESS, token });
    const claims = decodeJwt(token);
    expect(await introspect(all.authentication)).toEqual({ ...claims, active: true, token_type: 'Bearer' });
    expect(await introspect(other.authentication)).toEqual({ active: false });
    await end(token);
    expect(await introspect(all.authentication)).toEqual({ active: false });
  });

  it('24: has sessions that no client can end', async () => {
    const { access_token: token } = await open();
    const { record, authentication } = await newClient({ scopes: ['tokens:introspect', 'clients:write'] });
    clients.commit(record);
    const revoked = stage.ask(revokeToken, { authentication, address: ADDRESS, token });
    await expect(revoked).rejects.toEqual(refusal('unauthorized_client'));
    expect(await activeAt(token)).toEqual([true, true]);
  });
});
