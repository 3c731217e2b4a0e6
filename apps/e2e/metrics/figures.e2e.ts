import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { whileDown, whileHanging } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import type { ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { emptyRedis, query } from '../system/stores.js';
import { allSeries, sumOf } from './exposition.js';

const resources = new TestResources();
let postern: OwnPostern;
let client: ApplicationClient;

beforeAll(async () => {
  postern = await startPostern(resources, { DATABASE_POOL_SIZE: '4' });
  client = await postern.createClient();
  await postern.accessToken(client);
  await eventually('records are fresh', async () => (await sum('postern_client_records_age_seconds')) < 10);
});
afterAll(() => resources.release());

type Labels = Record<string, string>;

/** Over all replicas. */
async function sum(name: string, labels: Labels = {}): Promise<number> {
  return sumOf(await allSeries(postern), name, labels);
}

/** That something makes figures grow by just this, or at least by this where it says so. */
async function expectGrowth(
  figures: readonly (readonly [name: string, labels: Labels, by: number, atLeast?: 'or more'])[],
  work: () => Promise<unknown>,
): Promise<void> {
  const before = await allSeries(postern);
  await work();
  await eventually('the figures have grown', async () => {
    const after = await allSeries(postern);
    for (const [name, labels, by, atLeast] of figures) {
      const grown = sumOf(after, name, labels) - sumOf(before, name, labels);
      const counted = atLeast === undefined ? grown : Math.min(grown, by);
      expect({ name, labels, by: counted }).toEqual({ name, labels, by });
    }
    return true;
  });
}

describe('a replica tells', () => {
  it('that a record was not in Redis, and was fetched', async () => {
    const reads = 'postern_client_record_reads_total';
    await eventually('a record is kept and read', async () => {
      const before = await sum(reads, { outcome: 'hit' });
      await postern.accessToken(client);
      return (await sum(reads, { outcome: 'hit' })) > before;
    });
    await expectGrowth(
      [
        [reads, { outcome: 'miss' }, 1, 'or more'],
        [
          'postern_nats_call_duration_seconds_count',
          { subject: 'clients.find-record', outcome: 'answered' },
          1,
          'or more',
        ],
      ],
      async () => {
        await emptyRedis(postern);
        await postern.accessToken(client);
      },
    );
    const fills = 'postern_client_record_fills_total';
    await eventually('records are fresh again, and one is kept', async () => {
      const before = await sum(fills, { outcome: 'kept' });
      await postern.accessToken(await postern.createClient());
      return (await sum(fills, { outcome: 'kept' })) > before;
    });
  });

  it('why a client is refused, which its answer does not say', async () => {
    const [disabled, deleted] = [await postern.createClient(), await postern.createClient()];
    await postern.manage('PATCH', `/${disabled.client_id}`, { json: { status: 'disabled' } });
    await postern.deleteClient(deleted);
    const refused = (outcome: string) =>
      ['postern_client_authentications_total', { method: 'client_secret', outcome }, 1] as const;
    const figures = ['malformed_id', 'unknown_client', 'disabled_client', 'wrong_secret'].map(refused);
    await expectGrowth(
      [...figures, ['postern_token_requests_total', { outcome: 'invalid_client' }, 4]],
      async () => {
        await postern.requestToken({ ...client, client_id: 'nobody' });
        await postern.requestToken(deleted);
        await postern.requestToken(disabled);
        await postern.requestToken({ ...client, client_secret: disabled.client_secret });
      },
    );
  });

  it('how long argon2 takes, which runs once for a secret', async () => {
    const runs = (job: string) =>
      ['postern_argon2_duration_seconds_count', { job, queue: 'client_secrets' }, 1] as const;
    await expectGrowth([runs('clients'), runs('tokens')], async () => {
      const fresh = await postern.createClient();
      for (let time = 0; time < 3; time++) await postern.accessToken(fresh);
    });
    expect(await sum('postern_argon2_running')).toBe(0);
    expect(await sum('postern_argon2_refused_total')).toBe(0);
  });

  it('how soon a change of a client holds, once over all replicas', async () => {
    const fresh = await postern.createClient();
    const latency = (change: string) => ['postern_revocation_latency_seconds_count', { change }, 1] as const;
    const deleted = 'events.clients.client.deleted';
    const lag = [
      'postern_event_lag_seconds_count',
      { job: 'tokens', subject: deleted },
      1,
      'or more',
    ] as const;
    await expectGrowth([latency('updated'), latency('deleted'), lag], async () => {
      await postern.manage('PATCH', `/${fresh.client_id}`, { json: { name: 'Other' } });
      await postern.deleteClient(fresh);
    });
  });

  it('that an event waits in the outbox, and that records grow old with it', async () => {
    await query(
      postern,
      `INSERT INTO clients.outbox (subject, key, payload, claimed_until)
       VALUES ('events.clients.client.updated', 'held up', '{}', now() + interval '1 hour')`,
    );
    await eventually('its age grows', async () => {
      const series = await allSeries(postern);
      return (
        sumOf(series, 'postern_outbox_waiting_events') === 2 &&
        sumOf(series, 'postern_outbox_oldest_age_seconds') > 4 &&
        sumOf(series, 'postern_client_records_age_seconds') > 4
      );
    });
    await query(postern, `DELETE FROM clients.outbox WHERE key = 'held up'`);
    await eventually('nothing waits', async () => (await sum('postern_outbox_oldest_age_seconds')) === 0);
  });

  it('that a change waits to be written into the audit log', async () => {
    await query(postern, `INSERT INTO tokens.unreported_changes VALUES (gen_random_uuid(), DEFAULT, '{}')`);
    await eventually('its age grows', async () => {
      const series = await allSeries(postern);
      return (
        sumOf(series, 'postern_audit_waiting_changes') === 2 &&
        sumOf(series, 'postern_audit_oldest_age_seconds') > 4
      );
    });
    await query(postern, `DELETE FROM tokens.unreported_changes WHERE change = '{}'`);
    await eventually('nothing waits', async () => (await sum('postern_audit_oldest_age_seconds')) === 0);
  });

  it('since when the signing key is active, and for how long it should be', async () => {
    const [since, seconds] = [
      await sum('postern_signing_key_active_since_timestamp_seconds'),
      await sum('postern_signing_key_rotation_interval_seconds'),
    ];
    expect(Math.abs(Date.now() / 1_000 - since / 2)).toBeLessThan(3_600);
    expect(seconds).toBe(2 * 90 * 86_400);
  });

  it('what its connections to Postgres do', async () => {
    expect(await sum('postern_postgres_pool_connections_max')).toBe(16);
    expect(await sum('postern_postgres_pool_connections')).toBeGreaterThan(3);
    await expectGrowth(
      [
        [
          'postern_postgres_work_duration_seconds_count',
          { job: 'clients', outcome: 'unavailable' },
          1,
          'or more',
        ],
      ],
      () =>
        whileDown([postern.server('postgres')], async () => {
          await postern.manage('GET');
        }),
    );
  });

  it('that Redis is away, and which events wait for it', async () => {
    const doomed = await postern.createClient();
    await expectGrowth(
      [
        ['postern_client_record_reads_total', { outcome: 'failed' }, 1, 'or more'],
        [
          'postern_redis_command_duration_seconds_count',
          { command: 'mget', outcome: 'failed' },
          1,
          'or more',
        ],
        ['postern_event_retries_total', { job: 'tokens', reason: 'not_handled' }, 1, 'or more'],
      ],
      () =>
        whileDown([postern.server('redis')], async () => {
          await eventually('it is noticed', async () => (await sum('postern_redis_connected')) === 0);
          expect((await postern.requestToken(client)).status).toBe(200);
          const before = await sum('postern_event_retries_total');
          await postern.deleteClient(doomed);
          await eventually('an event waits', async () => (await sum('postern_event_retries_total')) > before);
        }),
    );
    await eventually('it is back', async () => (await sum('postern_redis_connected')) === 2);
  });

  it('that it has lost NATS', async () => {
    await expectGrowth([['postern_nats_connections_lost_total', {}, 5, 'or more']], () =>
      whileDown([postern.server('nats')], () =>
        eventually('all have', async () => (await sum('postern_nats_connected')) === 0).then(() => undefined),
      ),
    );
    await eventually('all are back', async () => (await sum('postern_nats_connected')) === 5);
  });

  it('that a request came when nobody waited any more, and that its caller gave up', async () => {
    await eventually('all works', async () => (await postern.requestToken(client)).status === 200);
    const figures = async () => [
      await sum('postern_nats_requests_late_total', { job: 'tokens', subject: 'tokens.issue' }),
      await sum('postern_nats_call_duration_seconds_count', {
        job: 'gateway',
        subject: 'tokens.issue',
        outcome: 'failed',
      }),
    ];
    const before = await figures();
    // More than once where NATS has just dropped a connection of a busy machine, and so had nobody to hand the request to.
    await eventually('both are counted', async () => {
      await whileHanging(postern.replicas('tokens'), async () => {
        expect((await postern.requestToken(client)).status).toBe(503);
      });
      const after = await figures();
      return after.every((figure, index) => figure > before[index]!);
    });
  });

  it('that it does not understand an event, which it keeps', async () => {
    const url = new URL(postern.urlFor('clients', 'nats'));
    const nats = await connect({ servers: url.host, user: url.username, pass: url.password });
    resources.add(nats, () => nats.close());
    const subject = 'events.clients.client.updated';
    await expectGrowth(
      [['postern_event_retries_total', { job: 'tokens', subject, reason: 'not_understood' }, 3, 'or more']],
      async () => {
        nats.publish(subject, '{"of":"another version"}');
        await nats.flush();
      },
    );
  });
});

describe('44: no label', () => {
  it('is an ID, an email, an address or a secret, and each has few values', async () => {
    const series = await allSeries(postern);
    const values = new Set(series.flatMap(({ labels }) => Object.values(labels)));
    const told = [client.client_id, client.client_secret, postern.admin.email, postern.admin.password];
    for (const value of values) {
      expect(value).not.toMatch(/pcl_|psk_|@|\d+\.\d+\.\d+\.\d+|::|[\da-f]{8}-|eyJ/);
      for (const secret of told) expect(value).not.toContain(secret);
    }
    const count = (name: string) => series.filter((one) => one.name === name).length / 5;
    for (const name of new Set(series.map((one) => one.name)))
      expect({ name, many: count(name) > 500 }).toEqual({ name, many: false });
  });
});
