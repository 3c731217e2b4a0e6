import { describe, expect, it } from '@jest/globals';
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import type { SamplingSettings } from '@postern/config';
import { samplerOf } from './samplers.js';

type Name = SamplingSettings['OTEL_TRACES_SAMPLER'];

/** Whether a trace is kept: one that begins here, or one of which somebody before us has decided. */
function keeps(settings: SamplingSettings | undefined, parentKept?: boolean, traceId = 'f'.repeat(32)) {
  const parent = { traceId, spanId: '1'.repeat(16), traceFlags: parentKept ? 1 : 0, isRemote: true };
  const context = parentKept === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
  const { decision } = samplerOf(settings).shouldSample(context, traceId, 'GET', SpanKind.SERVER, {}, []);
  return decision === SamplingDecision.RECORD_AND_SAMPLED;
}

const settings = (OTEL_TRACES_SAMPLER: Name, OTEL_TRACES_SAMPLER_ARG = 1) => ({
  OTEL_TRACES_SAMPLER,
  OTEL_TRACES_SAMPLER_ARG,
});

describe('a sampler', () => {
  it.each<[Name, share: number, begun: boolean, afterKept: boolean, afterDropped: boolean]>([
    ['always_on', 1, true, true, true],
    ['always_off', 1, false, false, false],
    ['traceidratio', 0, false, false, false],
    ['traceidratio', 1, true, true, true],
    ['parentbased_always_on', 1, true, true, false],
    ['parentbased_always_off', 1, false, true, false],
    ['parentbased_traceidratio', 0, false, true, false],
    ['parentbased_traceidratio', 1, true, true, false],
  ])('%s with %d', (name, share, begun, afterKept, afterDropped) => {
    const given = settings(name, share);
    expect([keeps(given), keeps(given, true), keeps(given, false)]).toEqual([begun, afterKept, afterDropped]);
  });

  it('keeps the share of traces that it is told to', () => {
    const tenth = settings('parentbased_traceidratio', 0.1);
    const random = () =>
      Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
    const kept = Array.from({ length: 10_000 }, random).filter((id) => keeps(tenth, undefined, id));
    expect(kept.length).toBeGreaterThan(800);
    expect(kept.length).toBeLessThan(1_200);
  });

  it('of a service that begins no traces follows who asks it', () => {
    expect([keeps(undefined), keeps(undefined, true), keeps(undefined, false)]).toEqual([false, true, false]);
  });
});
