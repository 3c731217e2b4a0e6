import { setImmediate } from 'node:timers/promises';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  ParentBasedSampler,
  AlwaysOffSampler,
  AlwaysOnSampler,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { Failure } from '@postern/contracts';
import { createLogger } from '../logger.js';
import { OpenTelemetry } from './open-telemetry.js';
import {
  inSpan,
  inSpanFrom,
  noteInSpan,
  outsideTraces,
  setTracing,
  type SpanFacts,
  traceContext,
  tracing,
} from './tracing.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const kept = { traceparent: `00-${TRACE}-${SPAN}-01` };
const dropped = { traceparent: `00-${TRACE}-${SPAN}-00` };

const exporter = new InMemorySpanExporter();
const facts = (name: string) => (): SpanFacts => ({ name, kind: 'client' });

function switchOn(root = new AlwaysOnSampler()) {
  const provider = new TracerProvider({
    sampler: new ParentBasedSampler({ root }),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  setTracing(new OpenTelemetry(provider.getTracer('test'), () => provider.shutdown()));
}

beforeEach(() => switchOn());
afterEach(() => {
  setTracing(undefined);
  exporter.reset();
});

const spans = () =>
  exporter.getFinishedSpans().map((span) => ({
    name: span.name,
    parent: span.parentSpanContext?.spanId,
    id: span.spanContext().spanId,
    trace: span.spanContext().traceId,
    attributes: span.attributes,
    status: span.status.code,
  }));

describe('a span', () => {
  it('is in the trace of the one that it is within, across turns of the event loop', async () => {
    await inSpanFrom(
      () => kept,
      facts('outer'),
      async () => {
        await setImmediate();
        await Promise.all([
          inSpan(facts('one'), () => setImmediate()),
          inSpan(facts('two'), () => setImmediate()),
        ]);
      },
    );
    const [one, two, outer] = spans();
    expect(outer).toMatchObject({ name: 'outer', parent: SPAN, trace: TRACE });
    expect(one).toMatchObject({ name: 'one', parent: outer!.id, trace: TRACE });
    expect(two).toMatchObject({ name: 'two', parent: outer!.id, trace: TRACE });
  });

  it('is not made where there is no trace, where it is not kept, and outside of traces', async () => {
    const work = () => inSpan(facts('inner'), () => Promise.resolve('done'));
    expect(await work()).toBe('done');
    expect(await inSpanFrom(() => undefined, facts('outer'), work)).toBe('done');
    expect(await inSpanFrom(() => ({ traceparent: 'garbage' }), facts('outer'), work)).toBe('done');
    expect(await inSpanFrom(() => dropped, facts('outer'), work)).toBe('done');
    await inSpanFrom(
      () => kept,
      facts('outer'),
      () => outsideTraces(work),
    );
    expect(spans().map(({ name }) => name)).toEqual(['outer']);
  });

  it('is not of the trace under way where another process tells of none', async () => {
    await inSpanFrom(
      () => kept,
      facts('outer'),
      () =>
        inSpanFrom(
          () => undefined,
          facts('other'),
          () => inSpan(facts('inner'), () => Promise.resolve()),
        ),
    );
    expect(spans().map(({ name }) => name)).toEqual(['outer']);
  });

  it.each([
    [new Failure('unavailable', { internal: 'canary' }), 'unavailable', SpanStatusCode.ERROR],
    [new Failure('invalid_client', { internal: 'canary' }), 'invalid_client', SpanStatusCode.UNSET],
    [Object.assign(new Error('Key (hash)=(canary)'), { code: '23505' }), '23505', SpanStatusCode.ERROR],
    [Object.assign(new Error('canary'), { code: 'canary of many words' }), 'Error', SpanStatusCode.ERROR],
    [new TypeError('canary'), 'TypeError', SpanStatusCode.ERROR],
    ['canary', 'unknown', SpanStatusCode.ERROR],
  ])('44: says of what failed which kind it is, and no more: %#', async (error, type, status) => {
    const work = inSpanFrom(
      () => kept,
      facts('failing'),
      () => Promise.reject(error as Error),
    );
    await expect(work).rejects.toBe(error);
    expect(spans()).toMatchObject([{ attributes: { 'error.type': type }, status }]);
    const [span] = exporter.getFinishedSpans();
    expect(JSON.stringify([span!.attributes, span!.events, span!.status])).not.toContain('canary');
  });

  it('takes notes of who is within it', async () => {
    noteInSpan({ 'postern.client_id': 'nobody' });
    await inSpanFrom(
      () => kept,
      facts('outer'),
      async () => {
        await setImmediate();
        noteInSpan({ 'postern.client_id': 'somebody' });
      },
    );
    expect(spans()).toMatchObject([{ attributes: { 'postern.client_id': 'somebody' } }]);
  });
});

describe('what another process is told', () => {
  it('is the span under way', async () => {
    await inSpanFrom(
      () => kept,
      facts('outer'),
      () =>
        inSpan(facts('inner'), () => {
          noteInSpan({ told: traceContext()!.traceparent });
          return Promise.resolve();
        }),
    );
    const [inner] = spans();
    expect(inner!.attributes['told']).toBe(`00-${TRACE}-${inner!.id}-01`);
  });

  it('is nothing of a trace that is not kept', async () => {
    const told = inSpanFrom(
      () => dropped,
      facts('outer'),
      () => Promise.resolve(traceContext()),
    );
    expect(await told).toBeUndefined();
  });

  it('is nothing where there is no trace', () => {
    expect(traceContext()).toBeUndefined();
  });
});

describe('what is within a span', () => {
  it('is so while others begin and end, and while none but it is left', async () => {
    const seen: (string | undefined)[] = [];
    const long = inSpanFrom(
      () => kept,
      facts('long'),
      async () => {
        for (let turn = 0; turn < 20; turn++) {
          await setImmediate();
          seen.push(traceContext()?.traceparent);
        }
      },
    );
    for (let turn = 0; turn < 10; turn++)
      await inSpanFrom(
        () => kept,
        facts('short'),
        () => setImmediate(),
      );
    await long;
    expect(new Set(seen)).toEqual(new Set([`00-${TRACE}-${spans().at(-1)!.id}-01`]));
    expect(traceContext()).toBeUndefined();
  });
});

describe('a trace', () => {
  it('begins where it is begun', () => {
    const span = tracing()!.begin({ name: 'GET', kind: 'server' }, {});
    span.set({ late: 1 });
    expect(span.run(traceContext)).toEqual({
      traceparent: expect.stringMatching(/^00-[\da-f]{32}-[\da-f]{16}-01$/),
    });
    span.end();
    expect(spans()).toMatchObject([{ name: 'GET', parent: undefined, attributes: { late: 1 } }]);
    expect(exporter.getFinishedSpans()[0]!.kind).toBe(SpanKind.SERVER);
  });

  it('goes on with another one, or is linked to it', () => {
    tracing()!.begin({ name: 'on', kind: 'server' }, { continued: kept }).end();
    tracing()!.begin({ name: 'linked', kind: 'server' }, { linked: kept }).end();
    tracing()!
      .begin({ name: 'neither', kind: 'server' }, { linked: { traceparent: 'canary' } })
      .end();
    const [on, linked, neither] = exporter.getFinishedSpans();
    expect(on!.parentSpanContext).toMatchObject({ traceId: TRACE, spanId: SPAN });
    expect(linked!.spanContext().traceId).not.toBe(TRACE);
    expect(linked!.links).toMatchObject([{ context: { traceId: TRACE, spanId: SPAN } }]);
    expect(neither!.links).toEqual([]);
  });

  it('that is not kept has ids for others, and no spans', async () => {
    switchOn(new AlwaysOffSampler());
    const span = tracing()!.begin({ name: 'GET', kind: 'server' }, {});
    const told = await span.run(() => inSpan(facts('inner'), () => Promise.resolve(traceContext())));
    span.end();
    expect(span.context.traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
    expect([span.kept, told]).toEqual([false, undefined]);
    expect(spans()).toEqual([]);
  });
});

describe('a log line', () => {
  const logged = () => {
    const lines: Record<string, unknown>[] = [];
    const destination = new Writable({
      write: (chunk: Buffer, _, done) => {
        lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
        done();
      },
    });
    const logger = createLogger({ service: 'clients', level: 'info', format: 'json' }, destination);
    return { logger, lines };
  };

  it('names the trace and the span that it is within, where it is kept', async () => {
    const { logger, lines } = logged();
    const log = async () => {
      await setImmediate();
      logger.info({ request_id: 'r1' }, 'said');
    };
    await inSpanFrom(() => kept, facts('outer'), log);
    await inSpanFrom(() => dropped, facts('outer'), log);
    expect(lines).toMatchObject([
      { request_id: 'r1', msg: 'said', trace_id: TRACE, span_id: spans()[0]!.id, trace_flags: '01' },
      { request_id: 'r1', msg: 'said' },
    ]);
    expect(lines[1]).not.toHaveProperty('trace_id');
  });

  it('names none where there is none, or tracing is off', async () => {
    const { logger, lines } = logged();
    logger.info({}, 'said');
    setTracing(undefined);
    const log = () => {
      logger.info({}, 'said');
      return Promise.resolve();
    };
    await inSpanFrom(() => kept, facts('outer'), log);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(Object.keys(line)).toEqual(['level', 'time', 'service', 'msg']);
  });
});
