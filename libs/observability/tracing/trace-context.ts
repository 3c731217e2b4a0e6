import { type SpanContext, TraceFlags } from '@opentelemetry/api';
import { parseTraceParent, TraceState } from '@opentelemetry/core';
import type { TraceContext } from './tracing.js';

/** What every part must pass on (W3C Trace Context §3.3.1.5); longer ones are left out. */
const MOST_STATE_CHARACTERS = 512;

/** @returns `undefined` for what is no trace context; it may come from anybody */
export function readTraceContext({ traceparent, tracestate }: TraceContext): SpanContext | undefined {
  const known = traceparent.length <= 100 ? parseTraceParent(traceparent) : null;
  if (known === null) return undefined;
  return {
    ...known,
    traceFlags: known.traceFlags & TraceFlags.SAMPLED,
    isRemote: true,
    ...(tracestate !== undefined &&
      tracestate.length <= MOST_STATE_CHARACTERS && { traceState: new TraceState(tracestate) }),
  };
}

export function writeTraceContext({ traceId, spanId, traceFlags, traceState }: SpanContext): TraceContext {
  const traceparent = `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`;
  const tracestate = traceState?.serialize();
  return tracestate ? { traceparent, tracestate } : { traceparent };
}
