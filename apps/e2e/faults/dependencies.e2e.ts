import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import type { Answer } from '../system/ask.js';
import { whileDown, whileHanging } from '../system/outages.js';
import type { ApplicationClient, Postern } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { withRedis } from '../system/stores.js';

const resources = new TestResources();
let postern: Postern;
let client: ApplicationClient;
let token: string;
/** Deleted before anything fails. */
let dead: ApplicationClient;
let deadToken: string;

beforeAll(async () => {
  postern = await startPostern(resources);
  client = await postern.createClient({ scopes: ['reports:read'] });
  token = await postern.accessToken(client);
  dead = await postern.createClient();
  deadToken = await postern.accessToken(dead);
  expect((await postern.deleteClient(dead)).status).toBe(204);
});
afterAll(() => resources.release());

const status = (right: number) => (answer: Answer) => answer.status === right;
const active = (answer: Answer) => answer.status === 200 && answer.json()['active'] === true;
const inactive = (answer: Answer) => answer.status === 200 && answer.body === '{"active":false}';

/** A question of each kind, and whether an answer to it is right. */
const questions = {
  token: [() => postern.requestToken(client), status(200)],
  wrongSecret: [
    () => postern.requestToken({ ...client, client_secret: postern.admin.client_secret }),
    status(401),
  ],
  deadClient: [() => postern.requestToken(dead), status(401)],
  introspection: [() => postern.introspect(client, token), active],
  deadIntrospection: [() => postern.introspect(postern.admin, deadToken), inactive],
  whoami: [() => postern.whoami(token), status(200)],
  deadWhoami: [() => postern.whoami(deadToken), status(401)],
  list: [() => postern.manage('GET'), status(200)],
  creation: [() => postern.manage('POST', '', { json: { name: 'During' } }), status(201)],
  keys: [() => postern.ask('/.well-known/jwks.json'), status(200)],
} satisfies Record<string, [() => Promise<Answer>, (answer: Answer) => boolean]>;
type Kind = keyof typeof questions;
const kinds = Object.keys(questions) as Kind[];

/** Whether it says what checklist 11 wants to be said: 503, when to try again, and nothing of credentials. */
function isUnavailable(answer: Answer): boolean {
  if (answer.status !== 503) return false;
  const {
    'retry-after': retryAfter = '',
    'cache-control': cacheControl,
    'www-authenticate': challenge,
  } = answer.headers;
  const { error, type } = answer.json();
  const named = error === 'temporarily_unavailable' || type === 'urn:postern:problem:unavailable';
  return named && /^[1-9]\d?$/.test(retryAfter) && cacheControl === 'no-store' && challenge === undefined;
}

/** `right`, `unavailable`, or what else it was. */
async function verdict(kind: Kind): Promise<string> {
  const [question, isRight] = questions[kind];
  const answer = await question();
  if (isRight(answer)) return 'right';
  return isUnavailable(answer) ? 'unavailable' : JSON.stringify(answer);
}

async function verdicts(of: readonly Kind[] = kinds): Promise<Record<string, string>> {
  const entries = of.map(async (kind): Promise<[Kind, string]> => [kind, await verdict(kind)]);
  return Object.fromEntries(await Promise.all(entries));
}

const all = (value: string, of: readonly Kind[] = kinds) =>
  Object.fromEntries(of.map((kind) => [kind, value]));

/** Asks until it is as said. Until then too, every answer has to be right or `unavailable`. */
async function expectSooner(what: string, reached: (seen: Record<string, string>) => boolean): Promise<void> {
  const wrong: unknown[] = [];
  await eventually(what, async () => {
    const seen = await verdicts();
    wrong.push(...Object.entries(seen).filter(([, one]) => one !== 'right' && one !== 'unavailable'));
    return reached(seen);
  });
  expect(wrong).toEqual([]);
}

function expectUnavailable(of: readonly Kind[]): Promise<void> {
  return expectSooner(`${of.join(', ')} unavailable`, (seen) =>
    of.every((kind) => seen[kind] === 'unavailable'),
  );
}

async function expectRecovery(): Promise<void> {
  await expectSooner('all is right again', (seen) => kinds.every((kind) => seen[kind] === 'right'));
  await eventually('records are kept in Redis again', async () => {
    await postern.accessToken(client);
    return withRedis(postern, async (redis) => {
      const connections = String(await redis.client('LIST')).match(/name=postern-tokens /g);
      const kept = await redis.exists('postern:fresh', `postern:record:${client.client_id}`);
      return connections?.length === 2 && kept === 2;
    });
  });
}

const servers = (...names: ('postgres' | 'nats' | 'redis')[]) => names.map((name) => postern.server(name));
/** What needs the client service, or what it knows. */
const NEEDS_CLIENTS: Kind[] = ['token', 'wrongSecret', 'introspection', 'whoami', 'list', 'creation'];
const NEEDS_TOKENS = kinds;

describe('with everything up', () => {
  it('every question is answered right', async () => {
    expect(await verdicts()).toEqual(all('right'));
  });
});

describe('11: a dependency that is down', () => {
  it('11, 23: Redis stopped: all is right, by way of the client service', async () => {
    await whileDown(servers('redis'), async () => {
      for (let round = 0; round < 3; round++) expect(await verdicts()).toEqual(all('right'));
    });
    await expectRecovery();
  });

  it('11, 23: Redis hanging: all is right too', async () => {
    await whileHanging(servers('redis'), async () => {
      for (let round = 0; round < 3; round++) expect(await verdicts()).toEqual(all('right'));
    });
    await expectRecovery();
  });

  it.each(['stopped', 'hanging'])(
    '11, 23: Redis stopped and the clients service %s: 503, and nothing is active',
    async (how) => {
      const outage = how === 'stopped' ? whileDown : whileHanging;
      await whileDown(servers('redis'), () =>
        outage(postern.replicas('clients'), async () => {
          const needs: Kind[] = [...NEEDS_CLIENTS, 'deadClient', 'deadIntrospection', 'deadWhoami'];
          expect(await verdicts()).toEqual({ ...all('right'), ...all('unavailable', needs) });
        }),
      );
      await expectRecovery();
    },
  );

  it('11: the clients service killed: what it knew holds for a moment, then 503', async () => {
    await whileDown(postern.replicas('clients'), () => expectUnavailable(NEEDS_CLIENTS), 'killed');
    await expectRecovery();
  });

  it('11: the clients service hanging: the same', async () => {
    await whileHanging(postern.replicas('clients'), () => expectUnavailable(NEEDS_CLIENTS));
    await expectRecovery();
  });

  it('11: the tokens service killed: 503', async () => {
    await whileDown(
      postern.replicas('tokens'),
      async () => expect(await verdicts()).toEqual(all('unavailable', NEEDS_TOKENS)),
      'killed',
    );
    await expectRecovery();
  });

  it('11: the tokens service hanging: 503', async () => {
    await whileHanging(postern.replicas('tokens'), async () =>
      expect(await verdicts()).toEqual(all('unavailable', NEEDS_TOKENS)),
    );
    await expectRecovery();
  });

  it('11, 23: Postgres stopped: what was known holds for a moment, then 503', async () => {
    await whileDown(servers('postgres'), async () => {
      expect(await verdicts(['list', 'creation'])).toEqual(all('unavailable', ['list', 'creation']));
      await expectUnavailable(NEEDS_CLIENTS);
      expect(await verdict('keys')).toBe('right');
    });
    await expectRecovery();
  });

  it.each(['stopped', 'hanging'])(
    '11: NATS %s: 503, and the gateway says that it is not ready',
    async (how) => {
      const outage = how === 'stopped' ? whileDown : whileHanging;
      await outage(servers('nats'), async () => {
        await expectUnavailable(kinds);
        await eventually('not ready', async () => (await postern.ask('/health/ready')).status === 503);
        for (const path of ['/health/live', '/.well-known/oauth-authorization-server']) {
          expect([path, (await postern.ask(path)).status]).toEqual([path, 200]);
        }
      });
      await eventually('ready', async () => (await postern.ask('/health/ready')).status === 200);
      await expectRecovery();
    },
  );

  it('11: everything stopped: 503, and all comes back by itself', async () => {
    await whileDown(servers('postgres', 'nats', 'redis'), () => expectUnavailable(kinds));
    await expectRecovery();
  });
});
