import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createLogger } from '../logger.js';
import { Metrics } from '../metrics/metrics.js';
import { SpanMetrics } from '../metrics/span-metrics.js';
import { PatientExporter } from './patient-exporter.js';

const refused: ExportResult = {
  code: ExportResultCode.FAILED,
  error: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', data: 'canary' }),
};
const taken: ExportResult = { code: ExportResultCode.SUCCESS };

function setUp() {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _, done) => {
      const { level, msg, lost_spans, code, cause, ...rest } = JSON.parse(chunk.toString()) as Record<
        string,
        unknown
      >;
      expect(Object.keys(rest).sort()).toEqual(['service', 'time']);
      lines.push({ level, msg, lost_spans, ...(level === 'warn' && { code, cause }) });
      done();
    },
  });
  let now = 0;
  let answer = refused;
  const inner = {
    export: (_: ReadableSpan[], done: (result: ExportResult) => void) => done(answer),
    shutdown: () => Promise.resolve(),
  };
  const metrics = new Metrics();
  const logger = createLogger({ service: 'gateway', level: 'debug', format: 'json' }, destination);
  const exporter = new PatientExporter(inner, logger, new SpanMetrics(metrics), () => now);
  return {
    lines,
    /** Of each reason how many it has counted. */
    lost: async () => {
      const counted = (await metrics.text()).matchAll(/^postern_spans_lost_total\{reason="(\w+)"\} (\d+)$/gm);
      return Object.fromEntries([...counted].map(([, reason, count]) => [reason!, Number(count)] as const));
    },
    drop: (spans: number, at: number) => {
      now = at;
      for (let span = 0; span < spans; span++) exporter.drop();
    },
    export: (result: ExportResult, spans: number, at: number) => {
      answer = result;
      now = at;
      const results: ExportResult[] = [];
      exporter.export(Array<ReadableSpan>(spans), (one) => results.push(one));
      // To whom it is done, so that nobody else says anything about it.
      expect(results).toEqual([taken]);
    },
  };
}

const lost = (lost_spans: number) => ({
  level: 'warn',
  msg: 'traces cannot be exported',
  lost_spans,
  code: 'ECONNREFUSED',
  cause: 'connect ECONNREFUSED',
});

describe('a collector that does not take what it is sent', () => {
  it('is named at once, and then once a minute', () => {
    const { lines, export: send } = setUp();
    send(refused, 5, 0);
    for (let second = 1; second <= 60; second++) send(refused, 1, second * 1_000);
    expect(lines).toEqual([lost(5), lost(65)]);
  });

  it('is named as taking it again, with what is lost, and the next time at most once a minute too', () => {
    const { lines, export: send } = setUp();
    send(refused, 5, 0);
    send(refused, 2, 1_000);
    send(taken, 3, 2_000);
    send(taken, 3, 3_000);
    const again = { level: 'info', msg: 'traces are exported again', lost_spans: 7 };
    expect(lines).toEqual([lost(5), again]);
    send(refused, 1, 4_000);
    send(refused, 1, 61_000);
    expect(lines).toEqual([lost(5), again, lost(2)]);
  });

  it('loses spans that are counted, by why', async () => {
    const { lost: counted, drop, export: send } = setUp();
    send(refused, 5, 0);
    drop(3, 1_000);
    send(refused, 2, 2_000);
    send(taken, 4, 3_000);
    expect(await counted()).toEqual({ not_taken: 7, queue_full: 3 });
  });

  it('that takes everything is not named', () => {
    const { lines, export: send } = setUp();
    send(taken, 5, 0);
    expect(lines).toEqual([]);
  });
});

describe('a collector that is too slow', () => {
  const full = (lost_spans: number) => ({
    ...lost(lost_spans),
    code: 'queue_full',
    cause: 'there are more spans than can be sent',
  });

  it('is named once a minute, although it takes what it is sent', () => {
    const { lines, drop, export: send } = setUp();
    for (let second = 0; second <= 60; second++) {
      drop(10, second * 1_000);
      send(taken, 512, second * 1_000);
    }
    expect(lines).toEqual([full(1), full(601)]);
  });

  it('is named as quick again once a batch was taken since the last span that had no room', () => {
    const { lines, drop, export: send } = setUp();
    drop(7, 0);
    send(taken, 512, 1_000);
    expect(lines).toEqual([full(1)]);
    send(taken, 512, 2_000);
    send(taken, 512, 3_000);
    expect(lines).toEqual([full(1), { level: 'info', msg: 'traces are exported again', lost_spans: 7 }]);
  });
});
