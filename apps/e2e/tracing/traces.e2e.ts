import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { eventually, TestCollector, TestResources } from '@postern/testing';
import { Upstream } from '../edge/upstream.js';
import { logLines } from '../system/log-lines.js';
import { whileDown } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import { bearer, MANAGEMENT, type ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';
import { traceOf } from './trace-of.js';

const STRANGER = '0af7651916cd43dd8448eb211c80319c';
const headers = { traceparent: `00-${STRANGER}-b7ad6b7169203331-01`, tracestate: 'canary=1' };

const resources = new TestResources();
let collector: TestCollector;
let upstream: Upstream;
let postern: OwnPostern;
let client: ApplicationClient;

beforeAll(async () => {
  [collector, upstream] = await Promise.all([TestCollector.start(resources), Upstream.start(resources)]);
  const file = join(await resources.folder(), 'routes.yaml');
  const route = { path: '/orders', upstream: upstream.url, audience: MANAGEMENT, scopes: ['clients:read'] };
  await writeFile(file, JSON.stringify([route]));
  postern = await startPostern(resources, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b',
    PROTECTED_ROUTES_FILE: file,
    LOG_LEVEL: 'debug',
  });
});
beforeEach(async () => {
  client = await postern.createClient();
});
afterAll(() => resources.release());

describe('a token request', () => {
  const ISSUE = 'POST /oauth2/token > request tokens.issue > answer tokens.issue';
  const FIND = `${ISSUE} > request clients.find-record > answer clients.find-record`;

  it('is one trace from the gateway over NATS to Redis, and once to Postgres', async () => {
    const cold = await traceOf(
      collector,
      await postern.requestToken(client),
      ISSUE,
      `${FIND} > SELECT application_clients`,
    );
    expect(Object.keys(cold)).toEqual(
      expect.arrayContaining([`${ISSUE} > EVALSHA lease`, `${ISSUE} > EVALSHA settle`, `${ISSUE} > argon2`]),
    );
    const warm = await eventually(
      'records are fresh, and either replica proves the secret by a digest',
      async () => {
        const trace = await traceOf(collector, await postern.requestToken(client), ISSUE);
        expect(Object.keys(trace).sort()).toEqual([
          'POST /oauth2/token',
          'POST /oauth2/token > request tokens.issue',
          ISSUE,
          `${ISSUE} > MGET`,
        ]);
        return trace;
      },
    );
    const services = Object.values(warm).map(({ service }) => service);
    expect(new Set(services)).toEqual(new Set(['postern-gateway', 'postern-tokens']));
    expect(warm[ISSUE]!.attributes['postern.client_id']).toBe(client.client_id);
  });

  it('that is refused is one too, and its log lines name it', async () => {
    const answer = await postern.requestToken({ ...client, client_secret: 'wrong' });
    const trace = await traceOf(collector, answer, ISSUE);
    expect(trace['POST /oauth2/token']).toMatchObject({
      failed: false,
      attributes: { 'http.response.status_code': 401, 'postern.outcome': 'invalid_client' },
    });
    const { traceId } = trace[ISSUE]!;
    const line = { request_id: answer.headers['x-request-id'], trace_flags: '01' };
    const spanOf = (name: string) => ({ ...line, span_id: trace[name]!.spanId });
    await eventually('it is logged', async () => {
      const lines = (await logLines(postern)).filter(({ trace_id }) => trace_id === traceId);
      expect(lines).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ service: 'gateway', ...spanOf('POST /oauth2/token') }),
          expect.objectContaining({
            service: 'tokens',
            msg: 'client authentication refused',
            ...spanOf(ISSUE),
          }),
          expect.objectContaining({ service: 'tokens', subject: 'tokens.issue', ...spanOf(ISSUE) }),
        ]),
      );
      return true;
    });
  });
});

describe('a delete', () => {
  const DELETE = 'DELETE /v1/application-clients/:client_id';
  const HANDLER = `${DELETE} > request clients.delete > answer clients.delete`;
  const EVENT = `${HANDLER} > publish events.clients.client.deleted > handle events.clients.client.deleted`;

  it('is one trace from the console to the tombstone', async () => {
    await postern.requestToken(client);
    const trace = await traceOf(
      collector,
      await postern.deleteClient(client),
      `${DELETE} > request tokens.inspect-bearer > answer tokens.inspect-bearer > MGET`,
      `${HANDLER} > START TRANSACTION`,
      `${HANDLER} > DELETE application_clients`,
      `${HANDLER} > INSERT audit_events`,
      `${HANDLER} > INSERT outbox`,
      `${HANDLER} > COMMIT`,
      `${HANDLER} > request tokens.supersede-client-record > answer tokens.supersede-client-record > EVALSHA supersede`,
      `${EVENT} > EVALSHA supersede`,
    );
    expect(trace[HANDLER]).toMatchObject({
      service: 'postern-clients',
      attributes: { 'postern.client_id': client.client_id },
    });
    expect(trace[`${EVENT} > EVALSHA supersede`]).toMatchObject({ service: 'postern-tokens', failed: false });
    const all = Object.values(trace);
    expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(1);
    expect(all.filter(({ parentSpanId }) => parentSpanId === '')).toEqual([trace[DELETE]]);
  });
});

describe('a trace that a stranger names', () => {
  it('is linked, and not gone on with', async () => {
    const answer = await postern.ask('/v1/whoami', { headers });
    const trace = await traceOf(collector, answer, 'GET /v1/whoami');
    expect(trace['GET /v1/whoami']).toMatchObject({
      links: [`${STRANGER}-b7ad6b7169203331`],
      traceState: '',
    });
    expect(collector.trace(STRANGER)).toEqual([]);
  });
});

describe('a protected route', () => {
  it('goes on with the trace at its upstream, and not with that of a stranger', async () => {
    const token = await postern.accessToken(postern.admin);
    const answer = await postern.ask('/orders/7?canary=1', { headers: { ...bearer(token), ...headers } });
    expect(answer.status).toBe(200);
    const trace = await traceOf(collector, answer, 'GET /orders/* > GET /orders');
    const { traceId, spanId, attributes } = trace['GET /orders/* > GET /orders']!;
    expect(upstream.seen.at(-1)!.headers).toMatchObject({ traceparent: [`00-${traceId}-${spanId}-01`] });
    expect(upstream.seen.at(-1)!.headers).not.toHaveProperty('tracestate');
    expect(attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'server.address': '127.0.0.1',
      'url.scheme': 'http',
    });
  });
});

describe('what is exported', () => {
  it('names its service and its replica, and comes with the headers that are set', async () => {
    expect(collector.headers.at(-1)).toMatchObject({ 'x-tenant': 'a b' });
    const services = new Set(collector.spans.map(({ resource }) => resource['service.name']));
    expect([...services].sort()).toEqual(['postern-clients', 'postern-gateway', 'postern-tokens']);
    const replicas = () => new Set(collector.spans.map(({ resource }) => resource['service.instance.id']));
    // Requests are dealt out at random: one of two may have had none yet.
    await eventually('each replica has sent a span', async () => {
      await postern.requestToken(client);
      await postern.manage('GET');
      return replicas().size === 5;
    });
  });

  it('has attributes by the names of the semantic conventions, or our own', () => {
    const known = new Set<unknown>(Object.values(conventions));
    const names = new Set(
      collector.spans.flatMap(({ attributes, resource }) => Object.keys({ ...attributes, ...resource })),
    );
    expect([...names].filter((name) => !known.has(name)).sort()).toEqual([
      'postern.client_id',
      'postern.outcome',
      'postern.request_id',
    ]);
  });

  it('is no work of a timer, and no probe', async () => {
    await Promise.all(postern.services.map((service) => postern.monitor(service, '/health/live')));
    const { traceId } = Object.values(
      await traceOf(collector, await postern.requestToken(client), 'POST /oauth2/token'),
    )[0]!;
    expect(traceId).toHaveLength(32);
    const firsts = collector.spans.filter(({ parentSpanId }) => parentSpanId === '');
    for (const { service, name } of firsts) {
      expect(service).toBe('postern-gateway');
      expect(name).not.toMatch(/health|metrics/);
    }
    expect(collector.spans.filter(({ name }) => /heartbeat/.test(name))).toEqual([]);
  });
});

describe('a part that is away', () => {
  it('makes failed spans of what asks it', async () => {
    await whileDown([postern.server('nats')], async () => {
      const answer = await postern.requestToken(client);
      expect(answer.status).toBe(503);
      const trace = await traceOf(collector, answer, 'POST /oauth2/token > request tokens.issue');
      for (const span of Object.values(trace)) expect(span.failed).toBe(true);
      expect(trace['POST /oauth2/token']!.attributes).toMatchObject({
        'error.type': '503',
        'postern.outcome': 'unavailable',
      });
    });
  });
});
