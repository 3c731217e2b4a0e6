import protobuf from 'protobufjs';

/** What is read here of OTLP's messages for traces (opentelemetry-proto, v1), as a collector would read it. */
const DEFINITION = `
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    string trace_state = 3;
    bytes parent_span_id = 4;
    string name = 5;
    int32 kind = 6;
    fixed64 start_time_unix_nano = 7;
    fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9;
    repeated Link links = 13;
    Status status = 15;
  }
  message Link { bytes trace_id = 1; bytes span_id = 2; }
  message Status { int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; }
  }
`;

type Value = string | number | boolean;

/** A span as the collector got it. */
export interface ExportedSpan {
  /** `service.name` of who sent it. */
  readonly service: string;
  readonly resource: Readonly<Record<string, Value>>;
  readonly name: string;
  readonly kind: (typeof KINDS)[number];
  readonly traceId: string;
  readonly spanId: string;
  /** Empty where it is the first of its trace. */
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly attributes: Readonly<Record<string, Value>>;
  /** Trace and span, as `trace-span`. */
  readonly links: readonly string[];
  readonly failed: boolean;
}

interface Attribute {
  readonly key: string;
  readonly value: Record<string, Value>;
}

interface WireSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly traceState: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Attribute[];
  readonly links: { readonly traceId: Uint8Array; readonly spanId: Uint8Array }[];
  readonly status: { readonly code: number } | null;
}

interface WireRequest {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: Attribute[] };
    readonly scopeSpans: { readonly spans: WireSpan[] }[];
  }[];
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const ERROR = 2;
const request = protobuf.parse(DEFINITION).root.lookupType('Request');

/** @throws Error where it is no request of this protocol */
export function readSpans(body: Uint8Array): ExportedSpan[] {
  const { resourceSpans } = request.toObject(request.decode(body), {
    arrays: true,
    defaults: true,
    longs: Number,
  }) as WireRequest;
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const facts = valuesOf(resource.attributes);
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => readSpan(span, facts)));
  });
}

function readSpan(span: WireSpan, resource: ExportedSpan['resource']): ExportedSpan {
  return {
    service: String(resource['service.name']),
    resource,
    name: span.name,
    kind: KINDS[span.kind]!,
    traceId: hex(span.traceId),
    spanId: hex(span.spanId),
    parentSpanId: hex(span.parentSpanId),
    traceState: span.traceState,
    attributes: valuesOf(span.attributes),
    links: span.links.map(({ traceId, spanId }) => `${hex(traceId)}-${hex(spanId)}`),
    failed: span.status?.code === ERROR,
  };
}

function valuesOf(attributes: readonly Attribute[]): Record<string, Value> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]!]));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
