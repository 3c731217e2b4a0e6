import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import type { Server } from '@postern/tools/servers';
import { ConsoleSession } from '../system/console-session.js';
import { whileDown, whileHanging } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import type { ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { query, withRedis } from '../system/stores.js';
import { all, KINDS, Questions, type Kind } from './questions.js';

const resources = new TestResources();
let postern: OwnPostern;
let client: ApplicationClient;
let questions: Questions;

beforeAll(async () => {
  postern = await startPostern(resources);
  client = await postern.createClient({ scopes: ['reports:read'] });
  const token = await postern.accessToken(client);
  const dead = await postern.createClient();
  const deadToken = await postern.accessToken(dead);
  expect((await postern.deleteClient(dead)).status).toBe(204);
  const [session, ended] = [
    await ConsoleSession.begin(postern, postern.admin),
    await ConsoleSession.begin(postern, postern.admin),
  ];
  const { cookie: deadCookie } = ended;
  expect((await ended.ask('DELETE', '/session')).status).toBe(204);
  questions = new Questions(postern, { client, token, dead, deadToken, cookie: session.cookie, deadCookie });
});
afterAll(() => resources.release());

function expectUnavailable(of: readonly Kind[]): Promise<void> {
  return questions.expectSooner(`${of.join(', ')} unavailable`, (seen) =>
    of.every((kind) => seen[kind] === 'unavailable'),
  );
}

async function expectRecovery(): Promise<void> {
  await questions.expectSooner('all is right again', (seen) => KINDS.every((kind) => seen[kind] === 'right'));
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
/** Postgres with all its processes, each of which leads a group of its own. */
async function everyPostgres(): Promise<Pick<Server, 'kill'>[]> {
  const processes = await query<{ pid: number }>(
    postern,
    'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()',
  );
  return [
    postern.server('postgres'),
    ...processes.map(({ pid }) => ({ kill: (signal: NodeJS.Signals) => killIfThere(pid, signal) })),
  ];
}

/** Connections that nobody uses end by themselves, and their processes with them. */
function killIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** What needs the client service, or what it knows. */
const NEEDS_CLIENTS: Kind[] = [
  ...(['token', 'wrongSecret', 'introspection', 'whoami', 'list', 'creation'] as const),
  ...(['signIn', 'wrongPassword', 'session'] as const),
];

/** Whether a password is right the client service knows by itself. */
const WITHOUT_TOKENS = { ...all('unavailable'), wrongPassword: 'right' };

describe('with everything up', () => {
  it('every question is answered right', async () => {
    expect(await questions.verdicts()).toEqual(all('right'));
  });
});

describe('11: a dependency that is down', () => {
  it('11, 23: Redis stopped: all is right, by way of the client service', async () => {
    await whileDown(servers('redis'), async () => {
      for (let round = 0; round < 3; round++) expect(await questions.verdicts()).toEqual(all('right'));
    });
    await expectRecovery();
  });

  it('11, 23: Redis hanging: all is right too', async () => {
    await whileHanging(servers('redis'), async () => {
      for (let round = 0; round < 3; round++) expect(await questions.verdicts()).toEqual(all('right'));
    });
    await expectRecovery();
  });

  it.each(['stopped', 'hanging'])(
    '11, 23: Redis stopped and the clients service %s: 503, and nothing is active',
    async (how) => {
      const outage = how === 'stopped' ? whileDown : whileHanging;
      await whileDown(servers('redis'), () =>
        outage(postern.replicas('clients'), async () => {
          const needs: Kind[] = [
            ...NEEDS_CLIENTS,
            'deadClient',
            'deadIntrospection',
            'deadWhoami',
            'deadSession',
          ];
          expect(await questions.verdicts()).toEqual({ ...all('right'), ...all('unavailable', needs) });
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
      async () => expect(await questions.verdicts()).toEqual(WITHOUT_TOKENS),
      'killed',
    );
    await expectRecovery();
  });

  it('11: the tokens service hanging: 503', async () => {
    await whileHanging(postern.replicas('tokens'), async () =>
      expect(await questions.verdicts()).toEqual(WITHOUT_TOKENS),
    );
    await expectRecovery();
  });

  it('11, 23: Postgres stopped: what was known holds for a moment, then 503', async () => {
    await whileDown(servers('postgres'), async () => {
      expect(await questions.verdicts(['list', 'creation'])).toEqual(
        all('unavailable', ['list', 'creation']),
      );
      await expectUnavailable(NEEDS_CLIENTS);
      expect(await questions.verdicts(['keys'])).toEqual(all('right', ['keys']));
    });
    await expectRecovery();
  });

  it('11, 23: Postgres hanging: the same', async () => {
    await whileHanging(await everyPostgres(), async () => {
      expect(await questions.verdicts(['list', 'creation'])).toEqual(
        all('unavailable', ['list', 'creation']),
      );
      await expectUnavailable(NEEDS_CLIENTS);
    });
    await expectRecovery();
  });

  it.each(['stopped', 'hanging'])(
    '11: NATS %s: 503, and the gateway says that it is not ready',
    async (how) => {
      const outage = how === 'stopped' ? whileDown : whileHanging;
      await outage(servers('nats'), async () => {
        await expectUnavailable(KINDS);
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
    await whileDown(servers('postgres', 'nats', 'redis'), () => expectUnavailable(KINDS));
    await expectRecovery();
  });
});
