import { traceContext, type TraceContext } from '@postern/observability';

/** SQL of the column in which the outbox keeps what trace an event belongs to; a migration of the service runs it. */
export const OUTBOX_TRACE_CONTEXT = 'ALTER TABLE outbox ADD trace_context text';

/** What the outbox keeps of the trace under way; nothing of one that nobody keeps. */
export function keptTrace(): string | null {
  const context = traceContext();
  if (context === undefined) return null;
  const { traceparent, tracestate } = context;
  return tracestate === undefined ? traceparent : `${traceparent} ${tracestate}`;
}

export function readTrace(kept: string | null): TraceContext | undefined {
  if (kept === null) return undefined;
  const [traceparent = '', ...state] = kept.split(' ');
  return state.length === 0 ? { traceparent } : { traceparent, tracestate: state.join(' ') };
}
