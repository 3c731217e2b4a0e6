import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { NatsOperator } from '../system/nats-operator.js';
import { whileDown } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import { basic } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { placesOf, readTraces } from '../system/traces.js';
import { useEveryRoute } from './every-route.js';
import { allowedInNats, UseOfNats } from './use-of-nats.js';
import { allowedInPostgres, countUseOfPostgres, usedInPostgres } from './use-of-postgres.js';
import { allowedInRedis, UseOfRedis } from './use-of-redis.js';

/** Who hears a stream may look how it stands; the client service has no need to yet. */
const NOT_NEEDED = '$JS.API.STREAM.INFO.TOKENS';
const SERVICES = ['gateway', 'clients', 'tokens'] as const;
const resources = new TestResources();
let postern: OwnPostern;
let nats: UseOfNats;
let redis: UseOfRedis;

/** Everything that the system does, once: at its start, for whoever asks, by itself, and when something fails. */
beforeAll(async () => {
  const settings = {
    // As few as there may be: nothing takes a second one while it holds one.
    DATABASE_POOL_SIZE: '2',
    // Failures are counted, though none is slowed.
    FAILED_AUTHENTICATIONS_PER_MINUTE_PER_ADDRESS: '10000',
    FAILED_SIGN_INS_PER_MINUTE_PER_ADDRESS: '10000',
  };
  postern = await startPostern(resources, settings);
  const operator = await NatsOperator.connect(postern, resources);
  nats = await UseOfNats.listen(operator);
  await countUseOfPostgres(postern);
  for (const name of ['clients', 'tokens'] as const) await postern.replicas(name)[1]!.restart();
  for (const stream of ['CLIENTS', 'TOKENS']) await operator.lose(stream);
  const client = await postern.createClient();
  const token = await postern.accessToken(client);
  await whileDown([postern.server('redis')], async () => {
    await postern.post('/oauth2/revoke', { token }, { authorization: basic(client) });
  });
  redis = await UseOfRedis.watch(postern, resources);
  await useEveryRoute(postern);
});
afterAll(() => resources.release());

/** Waits until this holds, and fails as it fails. */
async function holds(what: string, check: () => Promise<void> | void): Promise<void> {
  const attempt = eventually(what, async () => {
    await check();
    return true;
  });
  await attempt.catch((error: unknown) => {
    throw (error as Error).cause;
  });
}

describe('the running system', () => {
  it.each(SERVICES)('52: as %s publishes in NATS wherever this user may', async (service) => {
    const allowed = (await allowedInNats())[service]!;
    expect(allowed.length).toBeGreaterThan(0);
    await holds('it has published everywhere', async () => {
      const used = await nats.of(service);
      const unused = allowed.filter((subject) => !used.includes(subject));
      expect(unused).toEqual(service === 'clients' ? [NOT_NEEDED] : []);
    });
  });

  it('53: does with each table what the role of its service may', async () => {
    const allowed = await allowedInPostgres(postern);
    expect(allowed.length).toBeGreaterThan(0);
    await holds('it has done everything', async () => {
      const used = await usedInPostgres(postern);
      expect(allowed.filter((right) => !used.includes(right))).toEqual([]);
    });
  });

  it('sends to Redis each command that it may, and uses keys of each kind', async () => {
    const allowed = await allowedInRedis(postern);
    await holds('it has sent everything', () => {
      expect({ commands: [...redis.commands].sort(), keys: [...redis.keys].sort() }).toEqual(allowed);
    });
  });

  it('52, 53: is refused nothing', async () => {
    const traces = await readTraces(postern);
    for (const refusal of ['Permissions Violation', 'permission denied', 'NOPERM'])
      expect([refusal, placesOf(refusal, traces)]).toEqual([refusal, []]);
  });
});
