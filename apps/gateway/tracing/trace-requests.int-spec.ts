import { request as ask } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { traceContext } from '@postern/observability';
import { collectTraces, deferred, eventually, TestResources, type ExportedSpan } from '@postern/testing';
import { fastify, type FastifyInstance } from 'fastify';
import { noteOutcome } from '../metrics/outcome.js';
import { traceRequests } from './trace-requests.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const traceparent = `00-${TRACE}-${SPAN}-01`;
const ROUTE = '/v1/application-clients/:client_id';

const resources = new TestResources();
let collector: Awaited<ReturnType<typeof collectTraces>>['collector'];
const arrived = deferred();

beforeAll(async () => {
  ({ collector } = await collectTraces(resources));
});
afterAll(() => resources.release());

async function start(trusts: boolean, trustProxy: string[] = []): Promise<string> {
  const server = fastify({ trustProxy: trustProxy.length > 0 && trustProxy });
  traceRequests(server, trusts);
  const answer = { schema: {}, handler: () => ({ within: traceContext() }) };
  server.route({ method: ['GET', 'POST', 'PATCH'], url: ROUTE, ...answer });
  server.get('/health/live', answer);
  server.get('/fails', () => Promise.reject(new Error('canary')));
  server.get('/refused', (request, reply) => {
    noteOutcome(request, 'missing_token');
    return reply.code(401).send();
  });
  server.get('/hangs', () => {
    arrived.resolve();
    return new Promise(() => undefined);
  });
  return listen(server);
}

async function listen(server: FastifyInstance): Promise<string> {
  const origin = await server.listen({ host: '127.0.0.1', port: 0 });
  resources.add(server, () => {
    server.server.closeAllConnections();
    return server.close();
  });
  return origin;
}

/** The next span that is exported. */
async function spanOf(work: () => Promise<unknown>): Promise<ExportedSpan> {
  const before = collector.spans.length;
  await work();
  return eventually('a span', () => collector.spans[before]);
}

describe('a request', () => {
  it('is the first span of a trace, which its handler is within, with a body too', async () => {
    const origin = await start(false);
    let within: unknown;
    const span = await spanOf(async () => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${origin}/v1/application-clients/a?b=c`, {
        method: 'POST',
        headers,
        body: '{"x":1}',
      });
      ({ within } = (await answer.json()) as { within: unknown });
    });
    expect(within).toEqual({ traceparent: `00-${span.traceId}-${span.spanId}-01` });
    expect(span).toMatchObject({
      name: `POST ${ROUTE}`,
      kind: 'server',
      parentSpanId: '',
      failed: false,
      links: [],
    });
    expect(span.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': ROUTE,
      'url.scheme': 'http',
      'network.protocol.version': '1.1',
      'postern.request_id': 'req-1',
      'http.response.status_code': 200,
    });
  });

  it.each([
    [
      '/fails',
      'GET',
      { name: 'GET /fails', failed: true },
      { 'error.type': '500', 'http.response.status_code': 500 },
    ],
    ['/refused', 'GET', { name: 'GET /refused', failed: false }, { 'postern.outcome': 'missing_token' }],
    ['/canary', 'GET', { name: 'GET', failed: false }, { 'http.response.status_code': 404 }],
    ['/canary', 'PROPFIND', { name: 'HTTP', failed: false }, { 'http.request.method': '_OTHER' }],
  ])(
    '44: to %s by %s tells how it ended, and nothing that a caller made up',
    async (path, method, facts, attributes) => {
      const origin = await start(false);
      const headers = {
        'user-agent': 'canary',
        baggage: 'canary=1',
        tracestate: 'canary=1',
        traceparent: 'canary',
      };
      const span = await spanOf(() => fetch(`${origin}${path}?canary`, { method, headers }));
      expect(span).toMatchObject({ ...facts, attributes });
      expect(JSON.stringify(span)).not.toContain('canary');
    },
  );

  it('that its caller breaks off is told as that', async () => {
    const origin = await start(false);
    const span = await spanOf(async () => {
      const asked = ask(`${origin}/hangs`)
        .on('error', () => undefined)
        .end();
      await arrived.promise;
      asked.destroy();
      await new Promise((resolve) => asked.once('close', resolve));
    });
    expect(span).toMatchObject({ attributes: { 'error.type': 'broken_off' }, failed: true });
    expect(span.attributes).not.toHaveProperty('http.response.status_code');
  });

  it('of a probe is no trace', async () => {
    const origin = await start(false);
    const span = await spanOf(async () => {
      const answer = await fetch(`${origin}/health/live`);
      expect(await answer.json()).toEqual({});
      await fetch(`${origin}/refused`);
    });
    expect(span.name).toBe('GET /refused');
  });
});

describe('a trace that a caller names', () => {
  const headers = { traceparent, tracestate: 'vendor=1' };
  const proxied = { ...headers, 'x-forwarded-for': '192.0.2.7' };
  const linked = { parentSpanId: '', links: [`${TRACE}-${SPAN}`], traceState: '' };

  it.each<[string, boolean, string[], Record<string, string>]>([
    ['a stranger', false, [], headers],
    ['a stranger who calls itself a proxy', true, [], proxied],
    ['a stranger, to a gateway that trusts its proxies', true, ['192.0.2.1/32'], proxied],
    ['somebody at the address of a proxy, who names no caller', true, ['127.0.0.1/32'], headers],
    ['a proxy that passes on what it gets', false, ['127.0.0.1/32'], proxied],
  ])('is linked where it comes from %s', async (_, trusts, proxies, sent) => {
    const origin = await start(trusts, proxies);
    const span = await spanOf(() => fetch(`${origin}/refused`, { headers: sent }));
    expect(span).toMatchObject(linked);
    expect(span.traceId).not.toBe(TRACE);
  });

  it('is gone on with where a trusted proxy writes it', async () => {
    const origin = await start(true, ['127.0.0.1/32']);
    const span = await spanOf(() => fetch(`${origin}/refused`, { headers: proxied }));
    expect(span).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, links: [], traceState: 'vendor=1' });
  });

  it('is not kept where that proxy says so', async () => {
    const origin = await start(true, ['127.0.0.1/32']);
    const dropped = { ...proxied, traceparent: `00-${TRACE}-${SPAN}-00` };
    const span = await spanOf(async () => {
      await fetch(`${origin}/refused`, { headers: dropped });
      await fetch(`${origin}/fails`, { headers: proxied });
    });
    expect(span.name).toBe('GET /fails');
  });
});
