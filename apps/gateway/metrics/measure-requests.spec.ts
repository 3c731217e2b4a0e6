import { Failure } from '@postern/contracts';
import { deferred, eventually } from '@postern/testing';
import { fastify } from 'fastify';
import { describe, expect, it } from '@jest/globals';
import { sendFailure } from '../http/failures/send-failure.js';
import { GatewayMetrics } from './gateway-metrics.js';
import { measureRequests } from './measure-requests.js';
import { noteOutcome } from './outcome.js';

const ISSUER = 'https://issuer.example';

/** What is counted when these are asked; what is `fails` in the query fails. */
async function countsOf(...asked: `${'GET' | 'POST'} /${string}`[]): Promise<string[]> {
  const metrics = new GatewayMetrics();
  const app = fastify();
  measureRequests(app, metrics);
  for (const url of ['/oauth2/token', '/oauth2/introspect', '/v1/apis/:api_id', '/v1/whoami']) {
    app.all(url, (request, reply) => {
      const { fails } = request.query as { fails?: 'invalid_client' | 'not_found' | 'too_many_requests' };
      if (fails !== undefined) {
        sendFailure(
          ISSUER,
          request,
          reply,
          new Failure(fails, fails === 'too_many_requests' ? { limit: 'failures_of_address' } : {}),
        );
        return reply;
      }
      if (url === '/oauth2/introspect') noteOutcome(request, 'inactive');
      return reply.send({});
    });
  }
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  for (const one of asked) {
    const [method = '', path = ''] = one.split(' ');
    await (await fetch(origin + path, { method })).text();
  }
  await app.close();
  const lines = (await metrics.text()).split('\n');
  return lines.filter((line) => /^postern_.*(_total|_count)[{ ]/.test(line) && !line.endsWith(' 0'));
}

describe('requests', () => {
  it('to the token endpoint are counted by outcome', async () => {
    const failed = 'POST /oauth2/token?fails=invalid_client';
    expect(await countsOf('POST /oauth2/token', failed, failed)).toEqual([
      'postern_http_request_duration_seconds_count{method="POST",route="/oauth2/token",status="200"} 1',
      'postern_http_request_duration_seconds_count{method="POST",route="/oauth2/token",status="401"} 2',
      'postern_token_requests_total{outcome="issued"} 1',
      'postern_token_requests_total{outcome="invalid_client"} 2',
    ]);
  });

  it('by unusual methods are counted as one, so that callers cannot make labels', async () => {
    const counted = await countsOf('PROPPATCH /v1/whoami' as never, 'MKCOL /v1/whoami' as never);
    expect(counted).toEqual([
      'postern_http_request_duration_seconds_count{method="other",route="none",status="404"} 2',
    ]);
  });

  it('to the introspection endpoint are counted by what it says', async () => {
    expect(await countsOf('POST /oauth2/introspect')).toContain(
      'postern_introspections_total{outcome="inactive"} 1',
    );
  });

  it('that a limit refuses are counted by limit', async () => {
    const refused = 'POST /oauth2/token?fails=too_many_requests';
    expect(await countsOf(refused, refused)).toContain(
      'postern_limited_requests_total{route="/oauth2/token",limit="failures_of_address"} 2',
    );
  });

  it('to the management API are counted by route, whatever ID they name', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `GET /v1/apis/id-${index}?q=canary` as const);
    const counts = await countsOf(...ids, 'GET /v1/apis/x?fails=not_found', 'GET /v1/whoami');
    expect(counts.filter((line) => line.startsWith('postern_management'))).toEqual([
      'postern_management_calls_total{method="GET",route="/v1/apis/:api_id",outcome="succeeded"} 20',
      'postern_management_calls_total{method="GET",route="/v1/apis/:api_id",outcome="not_found"} 1',
    ]);
    expect(counts.join()).not.toMatch(/id-1|canary/);
  });

  it('to paths that there are not are counted as one', async () => {
    const paths = ['GET /canary-1', 'GET /canary-2', 'GET /v1/apis/a/b'] as const;
    expect(await countsOf(...paths)).toEqual([
      'postern_http_request_duration_seconds_count{method="GET",route="none",status="404"} 3',
    ]);
  });

  it('whose caller goes before the answer are counted as such, and not by what would have come of them', async () => {
    const metrics = new GatewayMetrics();
    const app = fastify();
    measureRequests(app, metrics);
    const [asked, gone] = [deferred(), deferred()];
    app.post('/oauth2/token', async () => {
      asked.resolve();
      await gone.promise;
      return {};
    });
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    const caller = new AbortController();
    const answer = fetch(`${origin}/oauth2/token`, { method: 'POST', signal: caller.signal });
    await asked.promise;
    caller.abort();
    await expect(answer).rejects.toThrow();
    await eventually('it is counted', async () => (await metrics.text()).includes('broken_off'));
    gone.resolve();
    await app.close();
    const text = await metrics.text();
    expect(text).toContain('_count{method="POST",route="/oauth2/token",status="broken_off"} 1');
    expect(text).toContain('postern_token_requests_total{outcome="broken_off"} 1');
    expect(text).not.toMatch(/status="200"|outcome="issued"/);
  });
});
