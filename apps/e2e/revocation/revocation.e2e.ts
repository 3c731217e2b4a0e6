import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import type { Answer } from '../system/ask.js';
import { insecure } from '../system/insecure.js';
import { bodyOf, manyTimes, statusOf } from '../system/many-times.js';
import { whileDown, whileHanging } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import { basic, type ApplicationClient, type Credentials } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { emptyRedis, withRedis } from '../system/stores.js';

const REVOKE = '/oauth2/revoke';
const INACTIVE = '{"active":false}';

/** Some libraries insist on JSON, so it is an empty object. */
const DONE = [200, '{}'];
const resources = new TestResources();
let postern: OwnPostern;
let client: ApplicationClient;
let other: ApplicationClient;
let token: string;

beforeAll(async () => {
  postern = await startPostern(resources, {}, { durable: true });
  client = await postern.createClient({ scopes: ['reports:read'] });
  other = await postern.createClient();
});
beforeEach(async () => {
  token = await postern.accessToken(client);
});
afterAll(() => resources.release());

const revoke = (caller: Credentials, presented = token, parameters = {}) =>
  postern.post(REVOKE, { token: presented, ...parameters }, { authorization: basic(caller) });

const outcomeOf = ({ status, body }: Answer) => [status, body];

/** At every replica, as the client and our own edge see it. */
async function expectInactive(presented = token): Promise<void> {
  expect(await manyTimes(() => postern.introspect(client, presented), bodyOf)).toEqual([INACTIVE]);
  expect(await manyTimes(() => postern.whoami(presented), statusOf)).toEqual([401]);
}

async function expectActive(presented = token): Promise<void> {
  const seen = await manyTimes(
    () => postern.introspect(client, presented),
    (answer) => answer.json()['active'],
  );
  expect(seen).toEqual([true]);
  expect(await manyTimes(() => postern.whoami(presented), statusOf)).toEqual([200]);
}

/** Redis tells of every revoked token, so that Postgres is not asked. */
function loaded() {
  return eventually('the revoked tokens are in Redis', () =>
    withRedis(postern, async (redis) => {
      const [id] = (await redis.zrange('postern:revoked', '+inf', '+inf', 'BYSCORE')) as [string?];
      return id?.includes(/run_id:(\w+)/.exec(await redis.info('server'))![1]!);
    }),
  );
}

describe('revocation', () => {
  it('24: of an own token → 200, and it is inactive at every replica at once', async () => {
    await expectActive();
    const answer = await revoke(client);
    expect(outcomeOf(answer)).toEqual(DONE);
    expect(answer.headers['cache-control']).toBe('no-store');
    await expectInactive();
    expect(outcomeOf(await revoke(client))).toEqual(DONE);
    await expectActive(await postern.accessToken(client));
  });

  it('24: by a stock library, which finds the endpoint by itself', async () => {
    const issuer = new URL(postern.issuer);
    const discovery = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    const as = await oauth.processDiscoveryResponse(issuer, discovery);
    const { client_id, client_secret } = client;
    for (const method of [oauth.ClientSecretBasic, oauth.ClientSecretPost]) {
      const presented = await postern.accessToken(client);
      const by = method(client_secret);
      const response = await oauth.revocationRequest(as, { client_id }, by, presented, insecure);
      await oauth.processRevocationResponse(response);
      await expectInactive(presented);
    }
    const foreign = oauth.ClientSecretBasic(other.client_secret);
    const refused = await oauth.revocationRequest(
      as,
      { client_id: other.client_id },
      foreign,
      token,
      insecure,
    );
    await expect(oauth.processRevocationResponse(refused)).rejects.toMatchObject({
      error: 'unauthorized_client',
      status: 400,
    });
  });

  it.each<[string, () => string]>([
    ['garbage', () => 'x'],
    ['a client secret', () => client.client_secret],
    ['60,000 letters', () => 'a'.repeat(60_000)],
    ['a token without its signature', () => token.slice(0, token.lastIndexOf('.') + 1)],
    ['a token truncated', () => token.slice(0, -1)],
    ['the id of a token', () => decodeJwt(token).jti!],
  ])('24: of %s → 200, and nothing changes', async (_, make) => {
    expect(outcomeOf(await revoke(client, make()))).toEqual(DONE);
    await expectActive();
  });

  it("24: of another client's token → 400 unauthorized_client, and it is still active", async () => {
    for (const caller of [other, postern.admin]) {
      const answer = await revoke(caller);
      expect([answer.status, answer.json()]).toEqual([
        400,
        { error: 'unauthorized_client', error_description: 'The token was issued to another client.' },
      ]);
    }
    await expectActive();
  });

  it.each(['access_token', 'refresh_token', 'x', ''])('24: a hint (%j) changes nothing', async (hint) => {
    const parameters = { token_type_hint: hint };
    expect(outcomeOf(await revoke(client, 'x', parameters))).toEqual(DONE);
    expect(outcomeOf(await revoke(client, token, parameters))).toEqual(DONE);
    await expectInactive();
  });

  it.each<[string, () => string]>([
    ['no token', () => 'token_type_hint=access_token'],
    ['an empty token', () => 'token='],
    ['two tokens', () => `token=${token}&token=${token}`],
    ['two hints', () => `token=${token}&token_type_hint=a&token_type_hint=a`],
    ['two client ids', () => `token=${token}&client_id=a&client_id=a`],
  ])('24: with %s → 400, and nothing changes', async (_, body) => {
    const answer = await postern.post(REVOKE, body(), { authorization: basic(client) });
    expect([answer.status, answer.json()['error']]).toEqual([400, 'invalid_request']);
    await expectActive();
  });

  it('24: of a token in the query, by GET or as JSON is none', async () => {
    const authorization = basic(client);
    expect((await postern.post(`${REVOKE}?token=${token}`, 'x=y', { authorization })).status).toBe(400);
    expect((await postern.ask(`${REVOKE}?token=${token}`, { headers: { authorization } })).status).toBe(405);
    const json = { authorization, 'content-type': 'application/json' };
    expect((await postern.post(REVOKE, JSON.stringify({ token }), json)).status).toBe(400);
    await expectActive();
  });

  it.each<[string, () => Record<string, string>]>([
    ['nobody', () => ({})],
    ['a wrong secret', () => ({ authorization: basic({ ...client, client_secret: 'x' }) })],
    ['the token itself', () => ({ authorization: `Bearer ${token}` })],
  ])('24: asked by %s → 401, and nothing changes', async (_, headers) => {
    for (const one of [token, 'x']) {
      const answer = await postern.post(REVOKE, { token: one }, headers());
      expect([answer.status, answer.json()['error']]).toEqual([401, 'invalid_client']);
    }
    await expectActive();
  });
});

describe('a revoked token', () => {
  it('24, 54: stays inactive when Redis is emptied, and all others stay active', async () => {
    await revoke(client);
    const living = await postern.accessToken(client);
    await emptyRedis(postern);
    await expectInactive();
    await expectActive(living);
    await loaded();
    await expectInactive();
    await expectActive(living);
  });

  it('24, 54: stays inactive when all replicas are killed and Redis is emptied meanwhile', async () => {
    await revoke(client);
    await whileDown(postern.replicas('tokens'), () => emptyRedis(postern).then(() => undefined), 'killed');
    await expectInactive();
    await loaded();
    await expectInactive();
  });

  it('24, 54: stays inactive when Redis comes up with a snapshot from before', async () => {
    await loaded();
    await withRedis(postern, (redis) => redis.save());
    await revoke(client);
    postern.server('redis').kill('SIGKILL');
    await postern.server('redis').stop();
    await postern.server('redis').restart();
    await expectInactive();
    await loaded();
    await expectInactive();
  });

  it('24, 54: stays inactive while Redis is stopped and when it hangs, and Postgres is asked', async () => {
    await revoke(client);
    const living = await postern.accessToken(client);
    await whileDown([postern.server('redis')], async () => {
      await expectInactive();
      await expectActive(living);
    });
    await loaded();
    await whileHanging([postern.server('redis')], async () => {
      await expectInactive();
      await expectActive(living);
    });
    await expectInactive();
  });

  it('24: is told from a living one without Postgres', async () => {
    await revoke(client);
    const living = await postern.accessToken(client);
    await loaded();
    // What is known of the client holds for a moment only: more than once where that was over before Postgres was.
    const [alive, dead] = await eventually('both are told', async () => {
      await expectActive(living);
      const answers: Answer[] = [];
      const tell = async () => {
        for (const one of [living, token]) answers.push(await postern.introspect(client, one));
      };
      await whileDown([postern.server('postgres')], tell, 'killed');
      return answers.every(({ status }) => status === 200) && answers;
    });
    expect(alive!.json()['active']).toBe(true);
    expect(dead!.body).toBe(INACTIVE);
    await eventually('all is right again', async () => (await postern.whoami(living)).status === 200);
  });
});

/** 503 as checklist 11 wants it. */
function expectUnavailable(answer: Answer): void {
  expect([answer.status, answer.json()['error']]).toEqual([503, 'temporarily_unavailable']);
  expect(answer.headers['retry-after']).toMatch(/^[1-9]/);
}

describe('revocation, with a store down', () => {
  it('24: Postgres stopped → 503; asked again afterwards it is done', async () => {
    await loaded();
    await whileDown([postern.server('postgres')], async () => expectUnavailable(await revoke(client)));
    await eventually('it is revoked', async () => (await revoke(client)).status === 200);
    await expectInactive();
  });

  it.each(['stopped', 'hanging'])('24: Redis %s → 503; it is done all the same', async (how) => {
    await loaded();
    const outage = how === 'stopped' ? whileDown : whileHanging;
    await outage([postern.server('redis')], async () => {
      expectUnavailable(await revoke(client));
      await expectInactive();
    });
    await eventually('it is inactive at every replica', async () => {
      await expectInactive();
      return true;
    });
    await eventually('it can be revoked again', async () => (await revoke(client)).status === 200);
    await expectInactive();
  });

  it('22: neither store can tell → 503, and never active', async () => {
    await revoke(client);
    await whileDown([postern.server('redis'), postern.server('postgres')], async () => {
      for (const answer of await Promise.all(Array.from({ length: 8 }, () => postern.whoami(token))))
        expect(answer.status).toBe(503);
    });
    await eventually('all is right again', async () => {
      await expectInactive();
      return true;
    });
  });
});
