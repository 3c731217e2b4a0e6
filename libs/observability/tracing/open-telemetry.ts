import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { ActiveSpan } from './active-span.js';
import { errorType, isOurFault } from './error-type.js';
import { readTraceContext, writeTraceContext } from './trace-context.js';
import type { OpenSpan, SpanFacts, TraceContext, TraceFields, TraceOrigin, Tracing } from './tracing.js';

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/**
 * Tracing by OpenTelemetry. A trace begins at the edge alone; everywhere else spans are made where there is one to be
 * part of. Of a trace that is not kept nobody after the edge hears, and it costs next to nothing.
 */
export class OpenTelemetry implements Tracing {
  private readonly active = new ActiveSpan();

  /** @param end sends what is left */
  constructor(
    private readonly tracer: Tracer,
    readonly end: () => Promise<void>,
  ) {}

  begin(facts: SpanFacts, { continued, linked }: TraceOrigin): OpenSpan {
    const parent = continued && readTraceContext(continued);
    // Without the state, which may be anything.
    const link = linked && readTraceContext({ traceparent: linked.traceparent });
    const span = this.start(facts, parent && trace.wrapSpanContext(parent), link && [{ context: link }]);
    const context = writeTraceContext(span.spanContext());
    if (!span.isRecording())
      return { kept: false, context, run: (work) => work(), set: nothing, end: nothing };
    return {
      kept: true,
      context,
      run: (work) => this.active.run(span, work),
      set: (attributes) => void span.setAttributes(attributes),
      end: (error) => {
        if (error !== undefined) markFailed(span, error);
        this.finish(span);
      },
    };
  }

  within<T>(facts: () => SpanFacts, work: () => Promise<T>): Promise<T> {
    const parent = this.active.get();
    return parent?.isRecording() ? this.record(facts(), parent, work) : work();
  }

  receive<T>(from: TraceContext | undefined, facts: () => SpanFacts, work: () => Promise<T>): Promise<T> {
    const context = from && readTraceContext(from);
    if (context === undefined || context.traceFlags === 0) return this.active.run(undefined, work);
    return this.record(facts(), trace.wrapSpanContext(context), work);
  }

  outside<T>(work: () => T): T {
    return this.active.run(undefined, work);
  }

  keep(): <T>(work: () => T) => T {
    const span = this.active.get();
    return (work) => this.active.run(span, work);
  }

  note(attributes: Attributes): void {
    this.active.get()?.setAttributes(attributes);
  }

  fail(error: unknown): void {
    const span = this.active.get();
    if (span !== undefined) fail(span, error);
  }

  context(): TraceContext | undefined {
    const span = this.active.get();
    return span && writeTraceContext(span.spanContext());
  }

  fields(): TraceFields | undefined {
    const span = this.active.get();
    if (span === undefined) return undefined;
    const { traceId, spanId, traceFlags } = span.spanContext();
    return { trace_id: traceId, span_id: spanId, trace_flags: `0${traceFlags & 1}` };
  }

  private async record<T>(facts: SpanFacts, parent: Span, work: () => Promise<T>): Promise<T> {
    const span = this.start(facts, parent);
    try {
      return await this.active.run(span, work);
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      this.finish(span);
    }
  }

  /** Outside of it, since with it the sending of many may begin. */
  private finish(span: Span): void {
    this.active.run(undefined, () => span.end());
    this.active.ended();
  }

  private start({ name, kind, attributes = {} }: SpanFacts, parent?: Span, links: Link[] = []): Span {
    const context = parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent);
    const span = this.tracer.startSpan(name, { kind: KINDS[kind], attributes, links }, context);
    if (span.isRecording()) this.active.began();
    return span;
  }
}

function nothing(): void {
  // Of a trace that is not kept.
}

type Link = NonNullable<NonNullable<Parameters<Tracer['startSpan']>[1]>['links']>[number];

/** Of an error its kind alone: texts of drivers hold values, and stacks hold paths. */
function fail(span: Span, error: unknown): void {
  if (isOurFault(error)) markFailed(span, errorType(error));
  else span.setAttribute('error.type', errorType(error));
}

function markFailed(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
