import { METHODS } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, TestResources } from '@postern/testing';
import { whileDown } from '../system/outages.js';
import type { OwnPostern } from '../system/own-postern.js';
import { bearer, type ApplicationClient } from '../system/postern.js';
import { startPostern } from '../system/start-postern.js';

const resources = new TestResources();
let postern: OwnPostern;
let client: ApplicationClient;
let token: string;

beforeAll(async () => {
  postern = await startPostern(resources);
  client = await postern.createClient({ name: 'Measured', scopes: ['reports:read'] });
  token = await postern.accessToken(client);
});
afterAll(() => resources.release());

/** Values by series, as `name{label="value"}`. */
async function series(): Promise<Map<string, number>> {
  const answer = await postern.ask('/metrics');
  expect(answer.status).toBe(200);
  const lines = answer.body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** By how much some series grow through something. A request is counted just after its answer is there. */
async function expectGrowth(by: Record<string, number>, work: () => Promise<unknown>): Promise<void> {
  const before = await series();
  await work();
  await eventually('the series have grown', async () => {
    const after = await series();
    const grown = Object.keys(by).map((name) => [name, (after.get(name) ?? 0) - (before.get(name) ?? 0)]);
    expect(Object.fromEntries(grown)).toEqual(by);
    return true;
  });
}

const tokenRequests = (outcome: string) => `postern_token_requests_total{outcome="${outcome}"}`;
const introspections = (outcome: string) => `postern_introspections_total{outcome="${outcome}"}`;
const requests = (method: string, route: string, status: number) =>
  `postern_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`;
const calls = (method: string, route: string, outcome: string) =>
  `postern_management_calls_total{method="${method}",route="${route}",outcome="${outcome}"}`;

describe('GET /metrics', () => {
  it('is text for Prometheus, with what the process needs', async () => {
    const { headers } = await postern.ask('/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(headers['cache-control']).toBe('no-store');
    expect([...(await series()).keys()]).toEqual(
      expect.arrayContaining(['process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds']),
    );
  });

  it('counts token requests by outcome', async () => {
    const grown = {
      [tokenRequests('issued')]: 2,
      [tokenRequests('invalid_client')]: 1,
      [tokenRequests('invalid_scope')]: 1,
      [tokenRequests('unsupported_grant_type')]: 1,
      [requests('POST', '/oauth2/token', 200)]: 2,
      [requests('POST', '/oauth2/token', 400)]: 2,
    };
    await expectGrowth(grown, async () => {
      await postern.requestToken(client);
      await postern.requestToken(client);
      await postern.requestToken({ ...client, client_secret: 'wrong' });
      await postern.requestToken(client, { scope: 'other' });
      await postern.requestToken(client, { grant_type: 'password' });
    });
  });

  it('counts introspections by what they say', async () => {
    const grown = { [introspections('active')]: 1, [introspections('inactive')]: 2 };
    await expectGrowth(grown, async () => {
      await postern.introspect(client, token);
      await postern.introspect(client, 'garbage');
      await postern.introspect(client, 'other garbage');
    });
  });

  it('counts management calls by route and outcome', async () => {
    const route = '/v1/application-clients/:client_id';
    const grown = {
      [calls('GET', route, 'succeeded')]: 1,
      [calls('GET', route, 'not_found')]: 2,
      [calls('GET', '/v1/audit-events', 'insufficient_scope')]: 0,
      [calls('GET', '/v1/audit-events', 'missing_token')]: 1,
    };
    await expectGrowth(grown, async () => {
      await postern.manage('GET', `/${client.client_id}`);
      await postern.manage('GET', '/nobody');
      await postern.manage('GET', '/somebody');
      await postern.ask('/v1/audit-events');
    });
  });

  it('counts what cannot be had while a part is down', async () => {
    await expectGrowth({ [tokenRequests('unavailable')]: 1 }, () =>
      whileDown([postern.server('nats')], async () => {
        expect((await postern.requestToken(client)).status).toBe(503);
      }),
    );
  });

  it('44: has no label that a caller makes up, nor any secret', async () => {
    const canaries = [client.client_secret, token, postern.admin.password, client.client_id, 'canary'];
    for (const canary of canaries) {
      const said = encodeURIComponent(canary);
      for (const path of ['', '/v1/', '/oauth2/', '/v1/application-clients/', '/edge/']) {
        await postern.ask(`${path}${said}?${said}=${said}`, { headers: bearer(canary), method: 'POST' });
      }
      await postern.post('/oauth2/token', { grant_type: canary, client_id: canary, client_secret: canary });
      for (const method of METHODS.filter((one) => one !== 'CONNECT'))
        await postern.ask('/oauth2/token', { method, headers: { host: canary } });
    }
    const text = (await postern.ask('/metrics')).body;
    for (const canary of canaries) expect(text).not.toContain(canary);
    expect(text.split('\n').length).toBeLessThan(1_500);
  });
});
