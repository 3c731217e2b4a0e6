import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { headers as natsHeaders } from '@nats-io/transport-node';
import { Failure } from '@postern/contracts';
import { inSpanFrom, outsideTraces, traceContext, type TraceContext } from '@postern/observability';
import {
  collectTraces,
  eventually,
  loggerInto,
  startTestNats,
  TestResources,
  type LogLine,
} from '@postern/testing';
import { EventPublisher } from './event-publisher.js';
import { ensureStream } from './event-streams.js';
import { connectCaller, context, failureOf } from './fixtures/caller.js';
import { garden } from './fixtures/garden.js';
import { greet } from './fixtures/greet.js';
import { answering, hearing, startReplica } from './fixtures/replica.js';
import { tap } from './fixtures/tap.js';

const { grew, stream } = garden('traced');
const resources = new TestResources();
const lines: LogLine[] = [];
const logger = loggerInto(lines);
let wire: Awaited<ReturnType<typeof tap>>;
let caller: Awaited<ReturnType<typeof connectCaller>>;
let publisher: EventPublisher;
let traces: Awaited<ReturnType<typeof collectTraces>>;
/** What handlers were within. */
let within: (TraceContext | undefined)[];

beforeAll(async () => {
  const { url } = await startTestNats(resources);
  wire = resources.add(await tap(url), ({ close }) => close());
  const greeter = answering(greet, ({ name }) => {
    within.push(traceContext());
    logger.info('greeting');
    if (name === 'nobody') throw new Failure('not_found', { internal: 'canary' });
    if (name === 'fault') throw new Error('canary');
    return { greeting: `Hello ${name}` };
  });
  const gardener = hearing(grew, ({ size }) => {
    within.push(traceContext());
    if (within.length < size) throw new Error('canary');
  });
  for (const [service, controller] of [['greeter', greeter] as const, ['gardener', gardener] as const])
    resources.add(await startReplica(url, [controller], { service, logger }), ({ close }) => close());
  caller = resources.add(await connectCaller(url), ({ close }) => close());
  publisher = new EventPublisher(caller.link);
  await ensureStream(caller.link.connection, stream);
});
beforeEach(() => {
  lines.length = 0;
  within = [];
});
afterAll(() => resources.release());

const ask = (name = 'Ada') => caller.client.request(greet, { name }, context());
const headersOf = async (subject: string) => (await wire.heard(subject)).at(-1)!.headers;
const REQUEST = 'begin > request greeter.greet';
const ANSWER = `${REQUEST} > answer greeter.greet`;
const PUBLISH = 'begin > publish events.traced.plant.grew';
const HANDLE = `${PUBLISH} > handle events.traced.plant.grew`;

describe('while tracing is off', () => {
  it('nothing is told of a trace', async () => {
    await ask();
    await publisher.publish(grew, { plant: 'fern', size: 1 });
    await eventually('the event is handled', () => within.length === 2);
    expect(Object.keys(await headersOf(greet.subject))).not.toContain('traceparent');
    expect(await headersOf(grew.subject)).toEqual({});
    expect(Object.keys(lines[0]!)).not.toContain('trace_id');
  });
});

describe('while tracing is on', () => {
  beforeAll(async () => {
    traces = await collectTraces(resources);
  });

  it('a request and its answer are in the trace of who asks', async () => {
    const spans = await traces.traced(() => ask(), ANSWER);
    expect(spans[REQUEST]).toMatchObject({ kind: 'client', failed: false });
    expect(spans[ANSWER]).toMatchObject({ kind: 'server', failed: false });
    expect(spans[ANSWER]!.attributes).toEqual({
      'messaging.system': 'nats',
      'messaging.operation.name': 'answer',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'greeter.greet',
    });
    const { traceId, spanId } = spans[ANSWER]!;
    expect(lines.filter(({ msg }) => msg === 'greeting')).toMatchObject([
      { trace_id: traceId, span_id: spanId, trace_flags: '01' },
    ]);
  });

  it('many requests at once have a span each', async () => {
    const asked = traces.traced(() => Promise.all(Array.from({ length: 50 }, () => ask())), ANSWER);
    const { begin } = await asked;
    await eventually('all are there', () => traces.collector.trace(begin!.traceId).length === 101);
    const spans = traces.collector.trace(begin!.traceId);
    const parents = spans.filter(({ kind, name }) => kind === 'server' && name !== 'begin');
    expect(new Set(parents.map(({ parentSpanId }) => parentSpanId)).size).toBe(50);
  });

  it('44: a failure is in both spans by its kind, a fault of ours as a failed span', async () => {
    const refused = await traces.traced(() => failureOf(ask('nobody')), ANSWER);
    const faulty = await traces.traced(() => failureOf(ask('fault')), ANSWER);
    for (const name of [REQUEST, ANSWER]) {
      expect(refused[name]).toMatchObject({ attributes: { 'error.type': 'not_found' }, failed: false });
      expect(faulty[name]).toMatchObject({ attributes: { 'error.type': 'internal' }, failed: true });
    }
    expect(lines.filter(({ code }) => code !== undefined)).toMatchObject([
      { code: 'not_found', request_id: 'request-1', trace_id: refused[ANSWER]!.traceId },
      { code: 'internal', request_id: 'request-1', trace_id: faulty[ANSWER]!.traceId },
    ]);
    for (const body of traces.collector.bodies) expect(body.includes('canary')).toBe(false);
  });

  it('an event is in the trace of who publishes it, each time that it comes', async () => {
    const publish = async () => {
      await publisher.publish(grew, { plant: 'fern', size: 3 });
      await eventually('the event is handled', () => within.length === 3);
    };
    const { begin, ...spans } = await traces.traced(publish, HANDLE);
    expect(spans[PUBLISH]).toMatchObject({ kind: 'producer', failed: false });
    expect(spans[HANDLE]).toMatchObject({ kind: 'consumer' });
    const handled = () => traces.collector.trace(begin!.traceId).filter(({ kind }) => kind === 'consumer');
    await eventually('all three', () => handled().length === 3);
    expect(handled().map(({ failed }) => failed)).toEqual([true, true, false]);
    expect(handled()[0]!.attributes['error.type']).toBe('Error');
  });

  it('an event that has waited is in the trace that caused it, and not in the one under way', async () => {
    let cause: TraceContext | undefined;
    const note = () => Promise.resolve((cause = traceContext()));
    const first = await traces.traced(note, 'begin');
    const publishLater = () =>
      publisher.publishRaw(grew.subject, '{"plant":"fern","size":1}', 'later', cause);
    const second = await traces.traced(publishLater, 'begin');
    const { traceId } = first['begin']!;
    await eventually('its spans', () => traces.collector.trace(traceId).length === 3);
    expect(traces.collector.trace(second['begin']!.traceId)).toHaveLength(1);
  });

  it('nothing is told of a trace that is not kept', async () => {
    const traceparent = `00-${'5'.repeat(32)}-${'6'.repeat(16)}-00`;
    const unused = () => ({ name: 'x', kind: 'server' as const });
    await inSpanFrom(
      () => ({ traceparent }),
      unused,
      () => ask(),
    );
    expect(await headersOf(greet.subject)).not.toHaveProperty('traceparent');
    expect(lines[0]).not.toHaveProperty('trace_id');
    await traces.traced(() => ask(), ANSWER);
    expect(traces.collector.trace('5'.repeat(32))).toEqual([]);
  });

  it('the state that others put into a trace goes along', async () => {
    const from = { traceparent: `00-${'7'.repeat(32)}-${'8'.repeat(16)}-01`, tracestate: 'vendor=1' };
    await inSpanFrom(
      () => from,
      () => ({ name: 'x', kind: 'server' }),
      () => ask(),
    );
    expect(await headersOf(greet.subject)).toMatchObject({ tracestate: ['vendor=1'] });
    expect(within).toMatchObject([{ tracestate: 'vendor=1' }]);
  });

  it('who asks from outside of a trace, or tells garbage, begins none', async () => {
    await outsideTraces(() => ask());
    const { connection } = caller.link;
    const headers = natsHeaders();
    for (const [name, value] of Object.entries({
      traceparent: 'canary',
      'Postern-Request-Id': 'request-1',
      'Postern-Deadline': String(Date.now() + 60_000),
    }))
      headers.set(name, value);
    await connection.request(greet.subject, '{"name":"Ada"}', { headers, timeout: 5_000 });
    expect(within).toEqual([undefined, undefined]);
  });
});
