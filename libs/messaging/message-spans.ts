import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node';
import { inSpan, inSpanFrom, traceContext, type SpanFacts, type TraceContext } from '@postern/observability';
import { headersOf } from './message-headers.js';

const PARENT = 'traceparent';
const STATE = 'tracestate';

/** Asks a service, as a span of the trace under way. */
export function spanOfRequest<T>(subject: string, ask: () => Promise<T>): Promise<T> {
  return inSpan(() => factsOf('request', 'send', subject, 'client'), ask);
}

/** Answers a request, as a span of the trace of who asked. */
export function spanOfAnswer<T>(request: Msg, subject: string, answer: () => Promise<T>): Promise<T> {
  return inSpanFrom(
    () => traceOf(request),
    () => factsOf('answer', 'process', subject, 'server'),
    answer,
  );
}

/**
 * Publishes an event, as a span of the trace under way or of the one that caused it.
 *
 * @param cause of an event that has waited since
 */
export function spanOfPublish<T>(
  subject: string,
  cause: TraceContext | undefined,
  publish: () => Promise<T>,
): Promise<T> {
  const facts = () => factsOf('publish', 'send', subject, 'producer');
  return cause === undefined ? inSpan(facts, publish) : inSpanFrom(() => cause, facts, publish);
}

/** Handles an event, as a span of the trace that caused it; each time that it comes as one of its own. */
export function spanOfEvent<T>(
  event: { readonly subject: string; readonly headers?: MsgHdrs | undefined },
  handle: () => Promise<T>,
): Promise<T> {
  return inSpanFrom(
    () => traceOf(event),
    () => factsOf('handle', 'process', event.subject, 'consumer'),
    handle,
  );
}

/** Adds what the other side has to know to go on with the trace under way. */
export function addTrace(to: MsgHdrs): MsgHdrs {
  const context = traceContext();
  if (context !== undefined) write(to, context);
  return to;
}

/** The same as an option of what publishes; nothing where there is no trace. */
export function traceHeaders(): { headers?: MsgHdrs } {
  const context = traceContext();
  return context === undefined ? {} : { headers: write(headers(), context) };
}

function write(to: MsgHdrs, context: TraceContext): MsgHdrs {
  to.set(PARENT, context.traceparent);
  if (context.tracestate !== undefined) to.set(STATE, context.tracestate);
  return to;
}

function traceOf(message: Parameters<typeof headersOf>[0]): TraceContext | undefined {
  const known = headersOf(message);
  const traceparent = known?.get(PARENT);
  return traceparent ? { traceparent, tracestate: known?.get(STATE) || undefined } : undefined;
}

function factsOf(name: string, type: string, subject: string, kind: SpanFacts['kind']): SpanFacts {
  return {
    name: `${name} ${subject}`,
    kind,
    attributes: {
      'messaging.system': 'nats',
      'messaging.operation.name': name,
      'messaging.operation.type': type,
      'messaging.destination.name': subject,
    },
  };
}
