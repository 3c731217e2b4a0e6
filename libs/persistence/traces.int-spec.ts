import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { traceContext, tracing } from '@postern/observability';
import {
  collectTraces,
  createTestDatabase,
  eventually,
  startTestNats,
  TestResources,
} from '@postern/testing';
import { Database } from './database.js';
import { plantGrew } from './fixtures/garden.js';
import { openPublishing } from './fixtures/publishing.js';
import { startRelay } from './fixtures/relay.js';
import { keptTrace, readTrace } from './outbox-trace.js';
import { Wakeable } from './wakeable.js';

const CANARY = 'canary-91ab';
const resources = new TestResources();
let traces: Awaited<ReturnType<typeof collectTraces>>;
let garden: Awaited<ReturnType<typeof openPublishing>>;
let relay: Awaited<ReturnType<typeof startRelay>>;
let database: Database;

beforeAll(async () => {
  const { url: natsUrl } = await startTestNats(resources);
  const databaseUrl = await createTestDatabase(resources);
  traces = await collectTraces(resources);
  garden = resources.add(await openPublishing(databaseUrl, natsUrl), ({ close }) => close());
  relay = resources.add(await startRelay(databaseUrl, natsUrl), ({ close }) => close());
  database = new Database(garden.source);
});
afterAll(() => resources.release());

const columns = () =>
  garden.source.query<{ trace_context: string | null }[]>('SELECT trace_context FROM outbox');

describe('a statement', () => {
  it('44: is a span that tells its table, and neither its text nor its values', async () => {
    const work = () =>
      database.transaction(async (manager) => {
        await manager.query('INSERT INTO plants (name) VALUES ($1)', [CANARY]);
        await manager.query(`SELECT name FROM plants WHERE name <> '${CANARY}'`);
      });
    const spans = await traces.traced(work, 'begin > COMMIT');
    expect(spans['begin > INSERT plants']).toMatchObject({ kind: 'client', failed: false });
    expect(spans['begin > INSERT plants']!.attributes).toEqual({
      'db.system.name': 'postgresql',
      'db.operation.name': 'INSERT',
      'db.collection.name': 'plants',
      'db.namespace': expect.stringMatching(/^test_/),
    });
    const names = ['START TRANSACTION', 'INSERT plants', 'SELECT plants', 'COMMIT'].map(
      (name) => `begin > ${name}`,
    );
    expect(Object.keys(spans).sort()).toEqual(['begin', ...names].sort());
    for (const body of traces.collector.bodies) expect(body.includes(CANARY)).toBe(false);
  });

  it('44: that fails tells how, and not of what', async () => {
    const insert = () =>
      database.run((manager) => manager.query('INSERT INTO plants (name) VALUES ($1)', ['x']));
    await insert();
    const spans = await traces.traced(() => insert().catch(() => undefined), 'begin > INSERT plants');
    expect(spans['begin > INSERT plants']).toMatchObject({
      failed: true,
      attributes: { 'error.type': '23505' },
    });
  });

  it('outside of a trace is no span', async () => {
    const before = traces.collector.spans.length;
    await database.run((manager) => manager.query('SELECT name FROM plants'));
    await traces.traced(() => Promise.resolve(), 'begin');
    expect(traces.collector.spans.slice(before).map(({ name }) => name)).toEqual(['begin']);
  });
});

describe('an event in the outbox', () => {
  const grow = (plant: string) => async () => {
    await garden.grow(plant, 1);
    relay.relay.wake();
  };

  it('is published in the trace that put it there, of which the relay has no other part', async () => {
    const PUBLISH = 'begin > publish events.garden.plant.grew';
    const spans = await traces.traced(grow('fern'), PUBLISH);
    expect(spans[PUBLISH]).toMatchObject({ kind: 'producer' });
    await eventually('the outbox is empty', async () => (await garden.waiting()).length === 0);
    // One more, so that what the relay did after the first one has come, had it been traced.
    await traces.traced(grow('moss'), PUBLISH);
    const names = traces.collector.trace(spans['begin']!.traceId).map(({ name }) => name);
    // Published twice where NATS has not confirmed it in time.
    expect([...new Set(names)].sort()).toEqual([
      'COMMIT',
      'INSERT outbox',
      'START TRANSACTION',
      'begin',
      'publish events.garden.plant.grew',
    ]);
  });

  it('keeps nothing of a trace that nobody keeps, or where there is none', () => {
    const kept: (string | null)[] = [];
    const note = (traceparent: string) => {
      const from = { continued: { traceparent } };
      tracing()!
        .begin({ name: 'x', kind: 'server' }, from)
        .run(() => kept.push(keptTrace()));
    };
    note(`00-${'5'.repeat(32)}-${'6'.repeat(16)}-00`);
    kept.push(keptTrace());
    note(`00-${'5'.repeat(32)}-${'6'.repeat(16)}-01`);
    expect(kept).toEqual([null, null, expect.stringMatching(/^00-5{32}-[\da-f]{16}-01$/)]);
  });

  it('keeps the trace of each, however many are added at once', async () => {
    await relay.relay.onModuleDestroy();
    const add = () =>
      garden.source.transaction((manager) =>
        garden.outbox.addAll(manager, plantGrew, [
          { plant: 'oak', size: 1 },
          { plant: 'elm', size: 1 },
        ]),
      );
    const { begin } = await traces.traced(add, 'begin');
    const own = `00-${begin!.traceId}-${begin!.spanId}-01`;
    expect(await columns()).toEqual([{ trace_context: own }, { trace_context: own }]);
    relay.relay.onApplicationBootstrap();
    await eventually('both are published', () => {
      const published = traces.collector.trace(begin!.traceId).filter(({ kind }) => kind === 'producer');
      return published.length === 2;
    });
  });
});

describe('what the outbox keeps of a trace', () => {
  it.each([
    [null, undefined],
    ['00-a-b-01', { traceparent: '00-a-b-01' }],
    ['00-a-b-01 x=1,y=2 3', { traceparent: '00-a-b-01', tracestate: 'x=1,y=2 3' }],
  ])('is read again: %j', (kept, context) => {
    expect(readTrace(kept)).toEqual(context);
  });
});

describe('a task that somebody wakes', () => {
  it('belongs to no trace, neither at once nor later', async () => {
    const within: unknown[] = [];
    const task = new Wakeable(1, () => {
      within.push(traceContext());
      return Promise.resolve();
    });
    resources.add(task, () => task.stop());
    await traces.traced(() => {
      task.start();
      task.wake();
      return eventually('it ran a few times', () => within.length > 3);
    }, 'begin');
    expect(within.filter((one) => one !== undefined)).toEqual([]);
  });
});
