import type { Attributes } from '@opentelemetry/api';

/** What one process tells the next of the trace that both are part of, as W3C Trace Context writes it. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string | undefined;
}

/** What a span says of itself: never a value of a statement, nor anything that a stranger may have written. */
export interface SpanFacts {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  /** By the names of OpenTelemetry's semantic conventions; our own begin with `postern.`. */
  readonly attributes?: Attributes;
}

/** Which trace a log line belongs to, by the names of OpenTelemetry for logs in JSON. */
export interface TraceFields {
  readonly trace_id: string;
  readonly span_id: string;
  readonly trace_flags: string;
}

/** A span whose end its owner tells. */
export interface OpenSpan {
  /** Whether its trace is. */
  readonly kept: boolean;
  /** What to tell others of it. */
  readonly context: TraceContext;
  /** Does something within it, and all that comes of it. */
  run<T>(work: () => T): T;
  set(attributes: Attributes): void;
  /** @param error kind of what went wrong, where something did and it was no fault of the caller */
  end(error?: string): void;
}

/** Where a trace comes from; from nowhere else where it says nothing. */
export interface TraceOrigin {
  /** The trace to go on with. */
  readonly continued?: TraceContext | undefined;
  /** One that is not ours to go on with, to be found from the new one. */
  readonly linked?: TraceContext | undefined;
}

/** What tracing does while it is on. */
export interface Tracing {
  /** Begins a trace, or goes on with one. Whether it is kept the sampler says. */
  begin(facts: SpanFacts, from: TraceOrigin): OpenSpan;
  within<T>(facts: () => SpanFacts, work: () => Promise<T>): Promise<T>;
  receive<T>(from: TraceContext | undefined, facts: () => SpanFacts, work: () => Promise<T>): Promise<T>;
  outside<T>(work: () => T): T;
  keep(): <T>(work: () => T) => T;
  note(attributes: Attributes): void;
  fail(error: unknown): void;
  context(): TraceContext | undefined;
  fields(): TraceFields | undefined;
  /** Sends what is left, and ends after a short while at the latest. */
  end(): Promise<void>;
}

let current: Tracing | undefined;

/** What tracing does, where it is on. */
export function tracing(): Tracing | undefined {
  return current;
}

/** Switches tracing on, or off. */
export function setTracing(to: Tracing | undefined): void {
  current = to;
}

/** Does something as a span of the trace under way. Where none is, or none that is kept, it is just done. */
export function inSpan<T>(facts: () => SpanFacts, work: () => Promise<T>): Promise<T> {
  return current === undefined ? work() : current.within(facts, work);
}

/** Does something as a span of the trace that another process has told of. Where it told of none, it is just done. */
export function inSpanFrom<T>(
  from: () => TraceContext | undefined,
  facts: () => SpanFacts,
  work: () => Promise<T>,
): Promise<T> {
  return current === undefined ? work() : current.receive(from(), facts, work);
}

/** Does something that belongs to no trace, whoever has set it off: the work of many, or of a timer. */
export function outsideTraces<T>(work: () => T): T {
  return current === undefined ? work() : current.outside(work);
}

/** Does things in the trace that is under way now, whenever and from wherever it is called. */
export function keepTrace(): <T>(work: () => T) => T {
  return current === undefined ? (work) => work() : current.keep();
}

/** Adds to the span under way. */
export function noteInSpan(attributes: Attributes): void {
  current?.note(attributes);
}

/** Says of the span under way that it failed, where the error itself does not leave it. */
export function noteErrorInSpan(error: unknown): void {
  current?.fail(error);
}

/** What to tell another process of the trace under way; nothing of one that is not kept. */
export function traceContext(): TraceContext | undefined {
  return current?.context();
}

/** For a log line: the trace under way; nothing where there is none. */
export function traceFields(): TraceFields | Record<string, never> {
  return current?.fields() ?? {};
}
