import {
  traceContext,
  tracing,
  type OpenSpan,
  type SpanFacts,
  type TraceContext,
} from '@postern/observability';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { endingOf } from '../metrics/outcome.js';

/** Asked every few seconds, and part of nothing. */
const UNTRACED = new Set(['/health/live', '/health/ready', '/metrics']);
/** As OpenTelemetry knows them; a caller may choose among many. */
const METHODS = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE']);

const spans = new WeakMap<FastifyRequest, OpenSpan>();

/**
 * Makes a trace of every request, where tracing is on. To be called before any other hook and before the routes.
 *
 * @param trusts whether trusted proxies say which trace a request belongs to
 */
export function traceRequests(fastify: FastifyInstance, trusts: boolean): void {
  const traces = tracing();
  if (traces === undefined) return;
  fastify.addHook('onRequest', (request, reply, done) => {
    if (UNTRACED.has(request.routeOptions.url ?? '')) {
      done();
      return;
    }
    const named = namedTrace(request);
    const span = traces.begin(
      factsOf(request),
      trusts && cameThroughTrustedProxy(request) ? { continued: named } : { linked: named },
    );
    spans.set(request, span);
    if (span.kept) reply.raw.once('close', () => finish(span, request, reply));
    span.run(done);
  });
  // Reading the body has left it.
  fastify.addHook('preValidation', (request, _, done) => inTraceOf(request, done));
}

/** Does something in the trace of a request, from wherever it is called. */
export function inTraceOf(request: FastifyRequest, work: () => void): void {
  const span = spans.get(request);
  if (span === undefined) work();
  else span.run(work);
}

/** What to tell others of the trace of a request, kept or not; nothing where tracing is off. */
export function traceContextOf(request: FastifyRequest): TraceContext | undefined {
  return traceContext() ?? spans.get(request)?.context;
}

/** Neither path nor query, nor any other header: who sends a request may have put a secret anywhere. */
function factsOf({ method, routeOptions, protocol, raw, id }: FastifyRequest): SpanFacts {
  const known = METHODS.has(method);
  const { url: route } = routeOptions;
  return {
    name: [known ? method : 'HTTP', route].filter((part) => part !== undefined).join(' '),
    kind: 'server',
    attributes: {
      'http.request.method': known ? method : '_OTHER',
      ...(route !== undefined && { 'http.route': route }),
      'url.scheme': protocol,
      'network.protocol.version': raw.httpVersion,
      'postern.request_id': id,
    },
  };
}

/** A trusted proxy says whom it asks for; who asks directly does not. */
function cameThroughTrustedProxy({ ips = [] }: FastifyRequest): boolean {
  return ips.length > 1;
}

function namedTrace({ headers }: FastifyRequest): TraceContext | undefined {
  const { traceparent, tracestate } = headers;
  if (typeof traceparent !== 'string') return undefined;
  return { traceparent, tracestate: typeof tracestate === 'string' ? tracestate : undefined };
}

function finish(span: OpenSpan, request: FastifyRequest, { raw }: FastifyReply): void {
  if (!raw.writableFinished) {
    span.end('broken_off');
    return;
  }
  const { statusCode: status } = raw;
  const { outcome } = endingOf(request);
  span.set({
    'http.response.status_code': status,
    ...(outcome !== undefined && { 'postern.outcome': outcome }),
  });
  span.end(status >= 500 ? String(status) : undefined);
}
